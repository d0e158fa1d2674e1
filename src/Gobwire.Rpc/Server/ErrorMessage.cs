using Gobwire.Rpc.Codecs;

namespace Gobwire.Rpc.Server;

/// <summary>An error on its way into the send queue.</summary>
internal readonly struct ErrorMessage(ServerCodec codec, RequestHeader header, string error) : IOutgoing
{
    public void WriteTo(SendQueue queue) => codec.WriteError(header, error);
}
