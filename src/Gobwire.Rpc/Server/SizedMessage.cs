using Gobwire.Commands;

namespace Gobwire.Rpc.Server;

/// <summary>A response whose size is measured on its way into the send queue.</summary>
internal readonly struct SizedMessage<TMessage>(TMessage message, string method) : IOutgoing
    where TMessage : IOutgoing
{
    public void WriteTo(SendQueue queue)
    {
        int before = queue.Count;
        message.WriteTo(queue);
        Telemetry.Rpc.RecordResponseSize(method, queue.Count - before);
    }
}
