using Gobwire.Rpc.Codecs;
using PolyType;

namespace Gobwire.Rpc.Client;

/// <summary>A request on its way into the send queue.</summary>
internal readonly struct RequestMessage<TArgs>(ClientCodec codec, string serviceMethod, ulong seq, TArgs args, ITypeShape<TArgs>? shape)
    : IOutgoing
{
    public void WriteTo(SendQueue queue) => codec.WriteRequest(serviceMethod, seq, args, shape);
}
