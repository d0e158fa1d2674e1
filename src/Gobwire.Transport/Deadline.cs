namespace Gobwire.Transport;

/// <summary>
/// Points in time at which a waiting read or flush is woken: one that is fixed, and one of the operation under way. Moving them is cheap:
/// the timer stays armed at the earliest point it was ever needed for, and is set anew only when it fires too early.
/// </summary>
internal sealed class Deadline(TimeProvider time, IDeadlineOwner owner) : IDisposable
{
    /// <summary>No deadline.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Timers take no more than 49 days; one that fires early is set again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private long _fixedAt = Never;
    private long _operationAt = Never;
    private long _armedAt = Never;
    private ITimer? _timer;
    private volatile bool _isWaiting;
    private bool _isDisposed;

    /// <summary>Whether something waits that is to be woken.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>Whether the fixed point has passed.</summary>
    public bool HasFixedPassed => HasPassed(Volatile.Read(ref _fixedAt));

    /// <summary>Whether the operation's point has passed.</summary>
    public bool HasOperationPassed => HasPassed(Volatile.Read(ref _operationAt));

    /// <summary>Sets the fixed point, as a time stamp of the time provider; what waits now is held to it too.</summary>
    public void SetFixed(long at)
    {
        bool hasPassed;
        lock (_lock)
        {
            _fixedAt = at;
            hasPassed = _isWaiting && Arm();
        }

        if (hasPassed)
            owner.OnDeadline();
    }

    /// <summary>Says that something waits from now on, at most up to a time stamp and up to the fixed point.</summary>
    public void BeginWait(long operationAt)
    {
        bool hasPassed;
        lock (_lock)
        {
            _operationAt = operationAt;
            hasPassed = Arm();
            // Only now: whoever sees it wait may count on its deadline.
            _isWaiting = true;
            // A clock that runs timers where they are set, as a fake one may, has found nobody waiting then.
            if (!hasPassed && _armedAt == Never)
                hasPassed = Arm();
        }

        if (hasPassed)
            owner.OnDeadline();
    }

    /// <summary>Sets the operation's point anew, if something still waits. One that has passed wakes it a moment later.</summary>
    public void Renew(long operationAt)
    {
        lock (_lock)
        {
            if (!_isWaiting)
                return;
            _operationAt = operationAt;
            if (Arm())
                SetTimer(operationAt, TimeSpan.Zero);
        }
    }

    /// <summary>Says that nothing waits any more.</summary>
    public void EndWait() => _isWaiting = false;

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private bool HasPassed(long at) => at != Never && time.GetTimestamp() >= at;

    /// <summary>Arms the timer for the earlier point, unless it fires before anyway. True, and nothing armed, if that has passed.</summary>
    private bool Arm()
    {
        long at = Math.Min(_fixedAt, _operationAt);
        if (at >= _armedAt || _isDisposed)
            return false;
        TimeSpan wait = time.GetElapsedTime(time.GetTimestamp(), at);
        if (wait <= TimeSpan.Zero)
            return true;
        SetTimer(at, wait);
        return false;
    }

    private void SetTimer(long at, TimeSpan wait)
    {
        _armedAt = at;
        // A millisecond more: a timer may fire a little early, and would only be set again.
        wait += TimeSpan.FromMilliseconds(1);
        _timer ??= CreateTimer();
        _timer.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
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
            _armedAt = Never;
            if (_isDisposed || !_isWaiting || !Arm())
                return;
        }

        owner.OnDeadline();
    }
}
