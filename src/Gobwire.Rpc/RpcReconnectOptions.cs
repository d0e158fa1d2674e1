namespace Gobwire.Rpc;

/// <summary>How a client dials anew when its connection is lost. Calls under way fail then, and are never sent again.</summary>
public sealed record RpcReconnectOptions
{
    /// <summary>The wait before the second attempt; the first is made at once. Default 1 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By what the wait grows with each attempt. Default 1.6.</summary>
    public double Factor { get; init; } = 1.6;

    /// <summary>The longest wait. Default 120 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>By what part each wait is made longer or shorter at random, so that clients do not come all at once. Default 0.2.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>The wait after a number of failed attempts, from 1 up.</summary>
    internal TimeSpan DelayAfter(int failures, double random)
    {
        double seconds = FirstDelay.TotalSeconds * Math.Pow(Factor, failures - 1);
        double capped = Math.Min(seconds, MaxDelay.TotalSeconds);
        return TimeSpan.FromSeconds(capped * (1 + (Jitter * ((2 * random) - 1))));
    }
}
