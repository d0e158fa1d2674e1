using System.Net;

namespace Gobwire.Transport;

/// <summary>A server that listens and serves, until it is stopped.</summary>
public class RunningServer : IAsyncDisposable
{
    private readonly TransportServer _server;
    private readonly CancellationTokenSource _stop;

    /// <summary>Runs a server on a listener, in the background.</summary>
    /// <param name="listener">The listener; closed when the server stops.</param>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public RunningServer(TransportListener listener, TransportServer server, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(server);
        _server = server;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        LocalEndPoint = listener.LocalEndPoint;
        Completion = Task.Run(() => server.RunAsync(listener, _stop.Token), CancellationToken.None);
    }

    /// <summary>Where it listens.</summary>
    public EndPoint LocalEndPoint { get; }

    /// <summary>The port it listens on; 0 for a Unix domain socket.</summary>
    public int Port => (LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>How many connections are held now.</summary>
    public int ConnectionCount => _server.ConnectionCount;

    /// <summary>A task that ends when the server has stopped and all connections have ended.</summary>
    public Task Completion { get; }

    /// <summary>
    /// Stops: nothing more is accepted, idle connections are closed, what was begun is ended and answered, and what has not ended within
    /// <see cref="TransportServerOptions.DrainTimeout"/> is aborted.
    /// </summary>
    /// <returns>A task that ends when all connections have.</returns>
    public async Task StopAsync()
    {
        try
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Stopped before.
        }

        await Completion.ConfigureAwait(false);
    }

    /// <summary>Stops, as <see cref="StopAsync"/> does.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }
}
