namespace Gobwire.Transport;

/// <summary>The least rate at which what was begun must arrive: a peer that dribbles cannot hold a connection for its bytes.</summary>
public sealed record TransportRate
{
    /// <summary>240 bytes a second after five seconds, as in Kestrel.</summary>
    public static TransportRate Default { get; } = new();

    /// <summary>How many bytes must arrive in a second, on average since the first. Default 240.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int BytesPerSecond
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(BytesPerSecond));
            field = value;
        }
    } = 240;

    /// <summary>How long the rate may be less at first. Default 5 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after its first byte something may go on, when so much of it has come.</summary>
    internal TimeSpan TimeFor(long bytes)
    {
        double seconds = (double)bytes / BytesPerSecond;
        return seconds > Grace.TotalSeconds ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)) : Grace;
    }
}
