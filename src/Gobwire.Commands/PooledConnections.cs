namespace Gobwire.Commands;

/// <summary>A pool's connections, idle and used. The one used last is used next, so that those too many grow old and are closed.</summary>
internal sealed class PooledConnections(TimeSpan idleTimeout, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<PooledConnection> _idle = [];
    private readonly HashSet<PooledConnection> _used = [];
    private TaskCompletionSource? _drained;
    private ITimer? _sweep;
    private bool _isSweepDue;

    /// <summary>Takes an idle one into use; null if there is none.</summary>
    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    public PooledConnection? TryTake()
    {
        lock (_lock)
        {
            ThrowIfClosed();
            if (_idle.Count == 0)
                return null;
            PooledConnection last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            Use(last);
            return last;
        }
    }

    /// <summary>Adds one that was dialed, for use.</summary>
    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    public void Add(PooledConnection connection)
    {
        lock (_lock)
        {
            ThrowIfClosed();
            Use(connection);
        }
    }

    /// <summary>Keeps one whose exchange is over for the next.</summary>
    public void Return(PooledConnection connection)
    {
        lock (_lock)
        {
            _idle.Add(connection);
            connection.CountAs(PoolTelemetry.Idle);
            EndUse(connection);
            if (!_isSweepDue)
                SweepAfter(idleTimeout);
        }
    }

    /// <summary>Forgets one that is in use and of no more use.</summary>
    public void Remove(PooledConnection connection)
    {
        lock (_lock)
        {
            connection.CountAs(null);
            EndUse(connection);
        }
    }

    /// <summary>Gives none out any more, waits until those in use are returned, and aborts them if that takes too long; then closes all.</summary>
    public async Task CloseAsync(TimeSpan drainTimeout)
    {
        Task drained;
        lock (_lock)
        {
            if (_drained is not null)
                return;
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _sweep?.Dispose();
            if (_used.Count == 0)
                _drained.SetResult();
            drained = _drained.Task;
        }

        try
        {
            await drained.WaitAsync(drainTimeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            AbortUsed();
        }

        await CloseAsync(TakeIdle(_ => true)).ConfigureAwait(false);
    }

    private static Task CloseAsync(List<PooledConnection> connections) => Task.WhenAll(connections.Select(c => c.CloseAsync().AsTask()));

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_drained is not null, typeof(CommandClientPool));

    private void Use(PooledConnection connection)
    {
        _used.Add(connection);
        connection.CountAs(PoolTelemetry.Used);
    }

    private void EndUse(PooledConnection connection)
    {
        _used.Remove(connection);
        if (_used.Count == 0)
            _drained?.TrySetResult();
    }

    private void AbortUsed()
    {
        PooledConnection[] used;
        lock (_lock)
            used = [.. _used];
        foreach (PooledConnection connection in used)
            connection.Abort("the pool is closed");
    }

    /// <summary>Takes out, from the one that is idle longest on, those of which something holds.</summary>
    private List<PooledConnection> TakeIdle(Predicate<PooledConnection> isMeant)
    {
        lock (_lock)
        {
            int count = _idle.FindIndex(connection => !isMeant(connection));
            List<PooledConnection> taken = _idle.GetRange(0, count < 0 ? _idle.Count : count);
            _idle.RemoveRange(0, taken.Count);
            taken.ForEach(connection => connection.CountAs(null));
            _isSweepDue = false;
            if (_idle.Count > 0)
                SweepAfter(idleTimeout - time.GetElapsedTime(_idle[0].IdleSince));
            return taken;
        }
    }

    private void SweepAfter(TimeSpan wait)
    {
        if (idleTimeout == Timeout.InfiniteTimeSpan || _drained is not null)
            return;
        _isSweepDue = true;
        // The timer outlives the command that happened to set it: its context must not.
        using (_sweep is not null || ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _sweep ??= time.CreateTimer(static state => ((PooledConnections)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // A millisecond more: a timer may fire a little early, and would only be set again.
        _sweep.Change((wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void Sweep() => _ = CloseAsync(TakeIdle(connection => time.GetElapsedTime(connection.IdleSince) >= idleTimeout));
}
