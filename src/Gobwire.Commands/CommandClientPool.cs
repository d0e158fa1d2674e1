using Gobwire.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gobwire.Commands;

/// <summary>
/// Sends commands to an endpoint, in Go or .NET, from any number of threads: over a few connections that it dials when they are needed, keeps, and
/// replaces when they are lost. Each connection serves one command at a time.
/// </summary>
/// <remarks>
/// A command of which something was sent, and whose reply was lost, is never sent again by itself: <see cref="CommandException.MayHaveBeenHandled"/>
/// is true then. See <see cref="CommandSendOptions.IsIdempotent"/>.
/// </remarks>
public sealed partial class CommandClientPool : IAsyncDisposable
{
    private static readonly CommandSendOptions DefaultSend = new();

    private readonly string _address;
    private readonly CommandClientPoolOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PooledConnections _connections;
    private readonly DialGate _gate;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Makes a pool; nothing is dialed before the first command.</summary>
    /// <param name="address"><c>localhost:61000</c>, <c>10.0.0.1:61000</c>, <c>[::1]:61000</c>, <c>unix:/run/commands.sock</c>; without a port, 61000.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="logger">Where the pool logs; null for nowhere.</param>
    /// <exception cref="FormatException">The text is no address.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is to be no connection, or a negative number of resends.</exception>
    public CommandClientPool(string address, CommandClientPoolOptions? options = null, ILogger? logger = null)
    {
        _options = options ?? new CommandClientPoolOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxConnections);
        ArgumentOutOfRangeException.ThrowIfNegative(_options.MaxResends);
        _time = _options.TimeProvider;
        _logger = logger ?? NullLogger.Instance;
        _options = _options with { Client = _options.Client with { TimeProvider = _time } };
        _address = TransportAddress.Parse(address, CommandEndpointOptions.DefaultPort).ToString();
        _connections = new PooledConnections(_options.IdleTimeout, _time);
        _gate = new DialGate(_options.Backoff, _time, _logger, _address);
        _slots = new SemaphoreSlim(_options.MaxConnections);
    }

    /// <summary>Where it sends commands to.</summary>
    public string Address => _address;

    /// <summary>The options. The clients' clock is the pool's.</summary>
    public CommandClientPoolOptions Options => _options;

    /// <summary>
    /// Closes the pool: commands that wait for a connection fail at once with an <see cref="ObjectDisposedException"/>, those under way have
    /// <see cref="CommandClientPoolOptions.DrainTimeout"/>, and are aborted then.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _connections.CloseAsync(_options.DrainTimeout).ConfigureAwait(false);
    }

    private static ObjectDisposedException Closed() => new(nameof(CommandClientPool));

    /// <summary>A connection for one command: a kept one that is still good, or a new one.</summary>
    private async ValueTask<PooledConnection> AcquireAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long begun = _time.GetTimestamp();
        if (!_slots.Wait(0, CancellationToken.None))
            await WaitForSlotAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (_connections.TryTake() is { } kept)
            {
                if (await kept.IsReusableAsync().ConfigureAwait(false))
                    return kept;
                Log.KeptConnectionEnded(_logger, _address);
                _connections.Remove(kept);
                await kept.DiscardAsync().ConfigureAwait(false);
            }

            return await DialAsync(begun, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    private async ValueTask<PooledConnection> DialAsync(long begun, CancellationToken cancellationToken)
    {
        TimeSpan patience = _options.ConnectionTimeout;
        if (patience != Timeout.InfiniteTimeSpan)
            patience -= _time.GetElapsedTime(begun);
        bool isPending = PoolTelemetry.TryCount(PoolTelemetry.PendingRequests, _address);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            CommandClient client = await _gate.DialAsync(DialOnceAsync, patience, either.Token).ConfigureAwait(false);
            return await AddAsync(new PooledConnection(client, _options, _address)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (IsClosedFor(cancellationToken))
        {
            throw Closed();
        }
        finally
        {
            EndPending(isPending);
        }
    }

    private async Task<CommandClient> DialOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CommandClient.ConnectAsync(_address, _options.Client, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException)
        {
            PoolTelemetry.DialErrors.Add(1, new KeyValuePair<string, object?>(PoolTelemetry.AddressTag, _address));
            throw;
        }
    }

    private async ValueTask<PooledConnection> AddAsync(PooledConnection connection)
    {
        try
        {
            _connections.Add(connection);
            return connection;
        }
        catch (ObjectDisposedException)
        {
            await connection.DiscardAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask WaitForSlotAsync(CancellationToken cancellationToken)
    {
        bool isPending = PoolTelemetry.TryCount(PoolTelemetry.PendingRequests, _address);
        using var timeout = new CancellationTokenSource(_options.ConnectionTimeout, _time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, _closing.Token);
        try
        {
            await _slots.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (IsClosedFor(cancellationToken))
        {
            throw Closed();
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(
                CommandErrorKind.Timeout, $"none of {_options.MaxConnections} connections was free within {_options.ConnectionTimeout.TotalSeconds:0.###} s", error);
        }
        finally
        {
            EndPending(isPending);
        }
    }

    /// <summary>Keeps a connection for the next command if it is fit for it.</summary>
    private async ValueTask ReleaseAsync(PooledConnection connection, bool isClean)
    {
        if (isClean && !connection.IsAborted)
        {
            connection.EndExchange();
            _connections.Return(connection);
        }
        else
        {
            _connections.Remove(connection);
            await connection.DiscardAsync().ConfigureAwait(false);
        }

        _slots.Release();
    }

    private bool IsClosedFor(CancellationToken cancellationToken) => _closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested;

    private void EndPending(bool isPending)
    {
        if (isPending)
            PoolTelemetry.PendingRequests.Add(-1, new KeyValuePair<string, object?>(PoolTelemetry.AddressTag, _address));
    }
}
