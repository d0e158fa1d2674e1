using Gobwire.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gobwire.AspNetCore;

/// <summary>Makes one of Kestrel's ports a port of a protocol that is not HTTP.</summary>
internal static class KestrelPort
{
    /// <summary>Serves all connections of a port.</summary>
    /// <param name="listen">The port.</param>
    /// <param name="tls">How it is secured; null for a plain one.</param>
    /// <param name="options">What a listener of ours would do with its connections.</param>
    /// <param name="serve">Serves a connection until its token tells it to stop, and closes it.</param>
    public static void Use(
        ListenOptions listen, TlsServerOptions? tls, TransportListenerOptions options, Func<TransportConnection, CancellationToken, Task> serve)
    {
        // Otherwise a TLS handshake would offer HTTP's protocols.
        listen.Protocols = HttpProtocols.None;
        if (tls is not null)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = tls.HandshakeTimeout,
                OnConnection = _ => ValueTask.FromResult(tls.ToAuthenticationOptions()),
            });
        }

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
