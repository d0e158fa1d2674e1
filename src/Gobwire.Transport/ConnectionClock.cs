namespace Gobwire.Transport;

/// <summary>Reckons with time stamps: monotonic, so that a change of the wall clock moves no deadline.</summary>
internal readonly struct ConnectionClock(TimeProvider time)
{
    /// <summary>More than any deadline is away; keeps sums from overflowing.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365 * 10);

    public TimeProvider Time => time;

    public long Now => time.GetTimestamp();

    /// <summary>The time stamp a span from now; never for an infinite span.</summary>
    public long After(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? Deadline.Never : Later(Now, span);

    /// <summary>The time stamp a span after another.</summary>
    public long Later(long stamp, TimeSpan span) =>
        stamp + (long)(Math.Min(span.TotalSeconds, Longest.TotalSeconds) * time.TimestampFrequency);

    /// <summary>The time stamp of a point in time; never for none.</summary>
    public long At(DateTimeOffset? point)
    {
        if (point is not { } at)
            return Deadline.Never;
        TimeSpan left = at - time.GetUtcNow();
        return left > TimeSpan.Zero ? After(left) : Now;
    }
}
