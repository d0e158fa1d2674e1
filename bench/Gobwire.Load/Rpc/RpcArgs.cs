using PolyType;

namespace Gobwire.Load.Rpc;

/// <summary>Go's <c>Args</c>, of net/rpc's own example.</summary>
[GenerateShape]
internal sealed partial record RpcArgs
{
    public long A { get; init; }

    public long B { get; init; }
}
