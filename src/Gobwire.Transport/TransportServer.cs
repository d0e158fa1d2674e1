using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gobwire.Transport;

/// <summary>Serves the connections of listeners, each by a task of its own, within limits; and drains them when it is told to stop.</summary>
public sealed class TransportServer
{
    /// <summary>How long an aborted connection's task may take to end before it is left to itself.</summary>
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(1);

    private const string Stopped = "the server has stopped";

    private readonly Func<TransportConnection, CancellationToken, Task> _serve;
    private readonly TransportServerOptions _options;
    private readonly ILogger _logger;
    private readonly ConnectionCounts _counts;

    /// <summary>Makes a server.</summary>
    /// <param name="serve">
    /// Serves one connection and closes it. Its token fires when the server stops: it must then end what was begun, begin nothing, and return.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="logger">Where the server logs.</param>
    public TransportServer(
        Func<TransportConnection, CancellationToken, Task> serve, TransportServerOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(serve);
        _serve = serve;
        _options = options ?? new TransportServerOptions();
        _logger = logger ?? NullLogger.Instance;
        _counts = new ConnectionCounts(_options.MaxConnections, _options.MaxConnectionsPerAddress);
    }

    /// <summary>How many connections are held now, of all listeners.</summary>
    public int ConnectionCount => _counts.Count;

    /// <summary>Accepts and serves connections until it is told to stop; then closes the listener and waits for its connections to end.</summary>
    /// <param name="listener">The listener; closed at the end.</param>
    /// <param name="stopping">Tells it to stop.</param>
    public async Task RunAsync(TransportListener listener, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Log.Listening(_logger, listener.LocalEndPoint);
        var held = new HeldConnections();
        await using (listener.ConfigureAwait(false))
        {
            try
            {
                while (!stopping.IsCancellationRequested)
                    Begin(await listener.AcceptAsync(stopping).ConfigureAwait(false), held, stopping);
            }
            catch (OperationCanceledException)
            {
                // Told to stop, or the listener was closed.
            }
        }

        await DrainAsync(listener.LocalEndPoint, held).ConfigureAwait(false);
    }

    /// <summary>Serves a connection that another server has accepted, as Kestrel does, within the limits; TLS is that server's business.</summary>
    /// <param name="connection">The connection; closed at the end.</param>
    /// <param name="stopping">Tells it to stop: what was begun is ended, within <see cref="TransportServerOptions.DrainTimeout"/>.</param>
    /// <returns>A task that ends with the connection.</returns>
    public Task ServeAsync(TransportConnection connection, CancellationToken stopping) => ServeAcceptedAsync(connection, tls: null, stopping);

    /// <summary>
    /// Serves a plain connection that another server has accepted, as <see cref="ServeAsync(TransportConnection, CancellationToken)"/> does, but secures it
    /// first where <see cref="TransportServerOptions.Tls"/> says so: within the limits, and with the line and the measurement of a handshake that fails.
    /// </summary>
    /// <param name="connection">The connection, from which nothing was read yet; closed at the end.</param>
    /// <param name="stopping">Tells it to stop, as there.</param>
    /// <returns>A task that ends with the connection.</returns>
    public Task SecureAndServeAsync(TransportConnection connection, CancellationToken stopping) =>
        ServeAcceptedAsync(connection, _options.Tls, stopping);

    private async Task ServeAcceptedAsync(TransportConnection connection, TlsServerOptions? tls, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!TryEnter(connection))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            return;
        }

        using var drained = new CancellationTokenSource();
        await using (stopping.UnsafeRegister(_ => _ = AbortLateAsync(connection, drained.Token), null).ConfigureAwait(false))
            await ServeAsync(connection, tls, held: null, stopping).ConfigureAwait(false);
        await drained.CancelAsync().ConfigureAwait(false);
    }

    private async Task AbortLateAsync(TransportConnection connection, CancellationToken drained)
    {
        try
        {
            await Task.Delay(_options.DrainTimeout, _options.TimeProvider, drained).ConfigureAwait(false);
            Log.DrainTimeout(_logger, 1, _options.DrainTimeout);
            connection.Abort(Stopped);
        }
        catch (OperationCanceledException)
        {
            // It has ended in time.
        }
    }

    private bool TryEnter(TransportConnection connection)
    {
        ConnectionRefusal? refusal = _counts.TryEnter(connection.RemoteEndPoint);
        if (refusal is null)
            return true;
        Telemetry.CountRejected(refusal.ErrorType);
        Log.ConnectionRefused(_logger, connection.ToString(), refusal.Reason);
        connection.Abort(refusal.Reason);
        return false;
    }

    private void Begin(TransportConnection connection, HeldConnections held, CancellationToken stopping)
    {
        if (!TryEnter(connection))
        {
            _ = connection.DisposeAsync().AsTask();
            return;
        }

        held.Add(connection);
        // Elsewhere, for the next is to be accepted; and with nothing of the accepting task's context.
        ThreadPool.UnsafeQueueUserWorkItem(
            static begun => _ = begun.Server.ServeAsync(begun.Connection, begun.Server._options.Tls, begun.Held, begun.Stopping),
            (Server: this, Connection: connection, Held: held, Stopping: stopping),
            preferLocal: false);
    }

    private async Task ServeAsync(TransportConnection connection, TlsServerOptions? tls, HeldConnections? held, CancellationToken stopping)
    {
        try
        {
            if (_logger.IsEnabled(LogLevel.Debug))
                Log.Connected(_logger, connection.ToString());
            if (tls is null)
                await _serve(connection, stopping).ConfigureAwait(false);
            else
                await ServeSecureAsync(connection, tls, stopping).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // One connection's failure is its own, whatever it is; the others go on.
            Log.ServingFailed(_logger, error, connection.ToString());
            connection.Abort("serving the connection failed");
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        _counts.Leave(connection.RemoteEndPoint);
        held?.Remove(connection);
    }

    /// <summary>The handshake is the connection's own business: the accept loop does not wait for it.</summary>
    private async Task ServeSecureAsync(TransportConnection connection, TlsServerOptions tls, CancellationToken stopping)
    {
        TransportConnection secure;
        try
        {
            secure = await TlsHandshake.AcceptAsync(connection, tls, _options.TimeProvider, stopping).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            Telemetry.CountRejected(error.InnerException is OperationCanceledException ? Telemetry.TlsHandshakeTimeout : Telemetry.TlsHandshake);
            Log.HandshakeFailed(_logger, connection.ToString(), error.Message);
            return;
        }
        catch (OperationCanceledException)
        {
            return; // told to stop before anything was begun
        }

        await using (secure.ConfigureAwait(false))
        await using (connection.Aborted.UnsafeRegister(_ => secure.Fail(connection.AbortReason!), null).ConfigureAwait(false))
            await _serve(secure, stopping).ConfigureAwait(false);
    }

    private async Task DrainAsync(EndPoint endPoint, HeldConnections held)
    {
        Task ended = held.WhenEmpty();
        Log.Draining(_logger, endPoint, held.Count);
        if (await EndsWithinAsync(ended, _options.DrainTimeout).ConfigureAwait(false))
            return;
        TransportConnection[] late = held.ToArray();
        Log.DrainTimeout(_logger, late.Length, _options.DrainTimeout);
        foreach (TransportConnection connection in late)
            connection.Abort(Stopped);
        await EndsWithinAsync(ended, AbortTimeout).ConfigureAwait(false);
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan timeout)
    {
        try
        {
            await task.WaitAsync(timeout, _options.TimeProvider).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
