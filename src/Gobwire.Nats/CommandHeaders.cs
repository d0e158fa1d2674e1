using System.Net;
using Gobwire.Commands;
using Microsoft.Extensions.Primitives;
using NATS.Client.Core;

namespace Gobwire.Nats;

/// <summary>What an edge says of a command besides its payload: whose it is, and the trace it belongs to.</summary>
internal static class CommandHeaders
{
    private const string Peer = "Gobwire-Peer";

    /// <summary>The headers of a command that goes on; null where there is nothing to say.</summary>
    public static NatsHeaders? Of(CommandContext context) =>
        NatsTelemetry.AddContext(context.Connection.RemoteEndPoint is IPEndPoint ? new NatsHeaders { [Peer] = context.Connection.Peer } : null);

    /// <summary>The client's end point as the edge saw it; null where that is not said, or not of the network.</summary>
    public static EndPoint? PeerIn(NatsHeaders? headers) =>
        headers is not null && headers.TryGetValue(Peer, out StringValues text) && IPEndPoint.TryParse(text.ToString(), out IPEndPoint? peer) ? peer : null;
}
