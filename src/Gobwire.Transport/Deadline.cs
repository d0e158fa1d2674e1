namespace Gobwire.Transport;

/// <summary>
/// A point in time after which a waiting read or flush is woken. Moving it costs a field: the timer under it stays armed at the earliest
/// point it was ever needed for, and is set anew only when it fires too early.
/// </summary>
internal sealed class Deadline(TimeProvider time, Action expired) : IDisposable
{
    private readonly Lock _lock = new();
    private long _at = Never;
    private long _armedAt = Never;
    private ITimer? _timer;

    /// <summary>No deadline.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Sets the deadline, as a time stamp of the time provider.</summary>
    public void Set(long at)
    {
        Volatile.Write(ref _at, at);
        if (at < Volatile.Read(ref _armedAt))
            Arm(at);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Volatile.Write(ref _at, Never);
            // Nothing is below this: a late Set arms no timer.
            Volatile.Write(ref _armedAt, long.MinValue);
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void Arm(long at)
    {
        lock (_lock)
        {
            if (at >= _armedAt)
                return;
            _armedAt = at;
            TimeSpan wait = time.GetElapsedTime(time.GetTimestamp(), at);
            // A millisecond more: a timer may fire a little early, and would only be set again.
            wait = wait <= TimeSpan.Zero ? TimeSpan.Zero : wait + TimeSpan.FromMilliseconds(1);
            _timer ??= CreateTimer();
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private ITimer CreateTimer()
    {
        // The timer outlives the command that happened to set it: its context must not.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            return time.CreateTimer(static state => ((Deadline)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            if (_timer is null)
                return;
            _armedAt = Never;
        }

        long at = Volatile.Read(ref _at);
        if (at == Never)
            return;
        if (time.GetTimestamp() >= at)
            expired();
        else
            Arm(at);
    }
}
