using PolyType;

namespace Gobwire.Rpc.Wire;

/// <summary>net/rpc's <c>Request</c>, the header before every call's arguments.</summary>
[GenerateShape]
[GobType(Name = "Request", Package = "rpc")]
internal partial struct GobRequest
{
    public string ServiceMethod { get; set; }

    public ulong Seq { get; set; }
}
