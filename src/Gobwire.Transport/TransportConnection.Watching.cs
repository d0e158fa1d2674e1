namespace Gobwire.Transport;

public abstract partial class TransportConnection : IDeadlineOwner
{
    private static readonly TimeSpan WatchDelay = TimeSpan.FromMilliseconds(250);

    private Deadline? _watch;
    private Action<TimeSpan>? _stillness;
    private long _stillSince;
    private long _operationsSeen;

    /// <summary>
    /// Begins to look out for the connection's loss while nothing is read, as during a long command, so that <see cref="Aborted"/> fires
    /// without a read or a flush. It begins a little later: most commands are over by then.
    /// </summary>
    /// <param name="stillness">Called four times a second with how long nothing has been read or flushed by now; null for nobody.</param>
    /// <param name="delay">When to look first; null for a quarter of a second from now.</param>
    public void BeginWatch(Action<TimeSpan>? stillness = null, TimeSpan? delay = null)
    {
        _stillness = stillness;
        if (stillness is not null)
            _stillSince = _clock.Now;
        _watch ??= new Deadline(_clock.Time, this);
        _watch.BeginWait(_clock.After(delay ?? WatchDelay));
    }

    /// <summary>Looks a quarter of a second from now, where what <see cref="BeginWatch"/> began was to look later. What was still before counts on.</summary>
    public void HastenWatch() => _watch?.Renew(_clock.After(WatchDelay));

    /// <summary>Ends what <see cref="BeginWatch"/> began.</summary>
    public void EndWatch() => _watch?.EndWait();

    /// <summary>Looks whether the transport is lost although nothing is read, and reports that through <see cref="Fail"/>.</summary>
    protected internal virtual void WatchTransport()
    {
    }

    void IDeadlineOwner.OnDeadline()
    {
        if (!IsReading)
            WatchTransport();
        if (_stillness is { } stillness)
            stillness(MeasureStillness());
        _watch?.Renew(_clock.After(WatchDelay));
    }

    /// <summary>How long nothing was read or flushed, as far as it can be seen from time to time; what waits for the peer is not still.</summary>
    private TimeSpan MeasureStillness()
    {
        long now = _clock.Now;
        long operations = _input.Reads + _output.Flushes;
        if (operations != _operationsSeen || IsReading || _output.IsFlushing)
            _stillSince = now;
        _operationsSeen = operations;
        return _clock.Time.GetElapsedTime(_stillSince, now);
    }
}
