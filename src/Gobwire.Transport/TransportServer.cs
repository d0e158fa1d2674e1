using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gobwire.Transport;

/// <summary>Serves the connections of listeners, each by a task of its own, within limits; and drains them when it is told to stop.</summary>
public sealed class TransportServer
{
    /// <summary>How long an aborted connection's task may take to end before it is left to itself.</summary>
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(1);

    private readonly Func<TransportConnection, CancellationToken, Task> _serve;
    private readonly TransportServerOptions _options;
    private readonly ILogger _logger;
    private readonly ConnectionCounts _counts;
    private readonly ConcurrentDictionary<TransportConnection, Task> _connections = new();

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

    /// <summary>How many connections are held now.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Accepts and serves connections until it is told to stop; then closes the listener and waits for the connections to end.</summary>
    /// <param name="listener">The listener; closed at the end.</param>
    /// <param name="stopping">Tells it to stop.</param>
    public async Task RunAsync(TransportListener listener, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Log.Listening(_logger, listener.LocalEndPoint);
        await using (listener.ConfigureAwait(false))
        {
            try
            {
                while (!stopping.IsCancellationRequested)
                    Begin(await listener.AcceptAsync(stopping).ConfigureAwait(false), stopping);
            }
            catch (OperationCanceledException)
            {
                // Told to stop, or the listener was closed.
            }
        }

        await DrainAsync(listener.LocalEndPoint).ConfigureAwait(false);
    }

    private void Begin(TransportConnection connection, CancellationToken stopping)
    {
        string? refusal = _counts.TryEnter(connection.RemoteEndPoint);
        if (refusal is not null)
        {
            Log.ConnectionRefused(_logger, connection.ToString(), refusal);
            connection.Abort(refusal);
            _ = connection.DisposeAsync().AsTask();
            return;
        }

        // Held before it is begun, so that its end finds it.
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = held.Task;
        _ = Task.Run(() => ServeAsync(connection, held, stopping), CancellationToken.None);
    }

    private async Task ServeAsync(TransportConnection connection, TaskCompletionSource held, CancellationToken stopping)
    {
        try
        {
            if (_logger.IsEnabled(LogLevel.Debug))
                Log.Connected(_logger, connection.ToString());
            if (_options.Tls is null)
                await _serve(connection, stopping).ConfigureAwait(false);
            else
                await ServeSecureAsync((SocketConnection)connection, _options.Tls, stopping).ConfigureAwait(false);
        }
        catch (Exception error) when (LogFailure(error, connection))
        {
            connection.Abort("serving the connection failed");
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            _connections.TryRemove(connection, out _);
            _counts.Leave(connection.RemoteEndPoint);
            held.SetResult();
        }
    }

    /// <summary>The handshake is the connection's own business: the accept loop does not wait for it.</summary>
    private async Task ServeSecureAsync(SocketConnection connection, TlsServerOptions tls, CancellationToken stopping)
    {
        SocketConnection secure;
        try
        {
            secure = await TlsHandshake.AcceptAsync(connection, tls, _options.TimeProvider, stopping).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            Log.HandshakeFailed(_logger, connection.ToString(), error.Message);
            return;
        }
        catch (OperationCanceledException)
        {
            return; // told to stop before anything was begun
        }

        await using (secure.ConfigureAwait(false))
        await using (connection.Aborted.UnsafeRegister(static other => ((SocketConnection)other!).Abort("the server has stopped"), secure).ConfigureAwait(false))
            await _serve(secure, stopping).ConfigureAwait(false);
    }

    /// <summary>One connection's failure is its own, whatever it is; the others go on.</summary>
    private bool LogFailure(Exception error, TransportConnection connection)
    {
        Log.ServingFailed(_logger, error, connection.ToString());
        return true;
    }

    private async Task DrainAsync(EndPoint endPoint)
    {
        Task[] tasks = [.. _connections.Values];
        Log.Draining(_logger, endPoint, tasks.Length);
        if (await EndWithinAsync(tasks, _options.DrainTimeout).ConfigureAwait(false))
            return;
        Log.DrainTimeout(_logger, _connections.Count, _options.DrainTimeout);
        foreach (TransportConnection connection in _connections.Keys)
            connection.Abort("the server has stopped");
        await EndWithinAsync([.. _connections.Values], AbortTimeout).ConfigureAwait(false);
    }

    private async Task<bool> EndWithinAsync(Task[] tasks, TimeSpan timeout)
    {
        try
        {
            await Task.WhenAll(tasks).WaitAsync(timeout, _options.TimeProvider).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
