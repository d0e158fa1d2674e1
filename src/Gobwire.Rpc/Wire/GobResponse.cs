using PolyType;

namespace Gobwire.Rpc.Wire;

/// <summary>net/rpc's <c>Response</c>, the header before every reply.</summary>
[GenerateShape]
[GobType(Name = "Response", Package = "rpc")]
internal partial struct GobResponse
{
    public string ServiceMethod { get; set; }

    public ulong Seq { get; set; }

    public string Error { get; set; }
}
