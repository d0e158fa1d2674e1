using Gobwire.Transport;

namespace Gobwire.Commands;

/// <summary>An endpoint that listens.</summary>
public sealed class CommandServer : RunningServer
{
    internal CommandServer(TransportListener listener, TransportServer server, CancellationToken cancellationToken)
        : base(listener, server, cancellationToken)
    {
    }
}
