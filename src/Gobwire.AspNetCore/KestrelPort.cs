using Gobwire.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gobwire.AspNetCore;

/// <summary>Makes one of Kestrel's ports a port of a protocol that is not HTTP.</summary>
internal static class KestrelPort
{
    /// <summary>Serves all connections of a port.</summary>
    /// <param name="listen">The port.</param>
    /// <param name="options">What a listener of ours would do with its connections.</param>
    /// <param name="serve">
    /// Secures a connection if need be, serves it until its token tells it to stop, and closes it. TLS is not Kestrel's here: of handshakes that fail it
    /// would tell nobody, and while they stall no limit would hold.
    /// </param>
    public static void Use(
        ListenOptions listen, TransportListenerOptions options, Func<TransportConnection, CancellationToken, Task> serve)
    {
        // Otherwise Kestrel would add HTTP to the port.
        listen.Protocols = HttpProtocols.None;
        listen.Run(context => ServeAsync(context, options, serve));
    }

    private static async Task ServeAsync(
        ConnectionContext context, TransportListenerOptions options, Func<TransportConnection, CancellationToken, Task> serve)
    {
        var connection = new KestrelConnection(
            context.Features,
            context.Transport,
            context.LocalEndPoint,
            context.RemoteEndPoint,
            reason => context.Abort(new ConnectionAbortedException(reason.Message, reason)),
            options);
        await using (connection.ConfigureAwait(false))
            await serve(connection, StoppingOf(context.Features.Get<IConnectionLifetimeNotificationFeature>())).ConfigureAwait(false);
    }

    /// <summary>Fires when Kestrel stops: without heed to it, the stop would take the whole of its timeout.</summary>
    public static CancellationToken StoppingOf(IConnectionLifetimeNotificationFeature? lifetime) =>
        lifetime?.ConnectionClosedRequested ?? CancellationToken.None;
}
