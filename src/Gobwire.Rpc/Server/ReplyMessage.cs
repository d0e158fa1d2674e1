using Gobwire.Rpc.Codecs;
using PolyType;

namespace Gobwire.Rpc.Server;

/// <summary>A reply on its way into the send queue.</summary>
internal readonly struct ReplyMessage<TReply>(ServerCodec codec, RequestHeader header, TReply reply, ITypeShape<TReply>? shape) : IOutgoing
{
    public void WriteTo(SendQueue queue) => codec.WriteReply(header, reply, shape);
}
