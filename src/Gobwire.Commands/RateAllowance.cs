namespace Gobwire.Commands;

/// <summary>How many commands or calls a connection may still begin: a bucket that holds a second's worth, and fills as time passes.</summary>
internal sealed class RateAllowance(int perSecond, TimeProvider time)
{
    private readonly long _full = time.TimestampFrequency;
    private readonly long _each = time.TimestampFrequency / perSecond;

    /// <summary>In ticks of the clock: each takes a part of a second, a second that passes gives it back.</summary>
    private long _left = time.TimestampFrequency;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes one's part. False if nothing is left.</summary>
    public bool TryTake()
    {
        long now = time.GetTimestamp();
        _left = Math.Min(_full, _left + (now - _filledAt));
        _filledAt = now;
        if (_left < _each)
            return false;
        _left -= _each;
        return true;
    }
}
