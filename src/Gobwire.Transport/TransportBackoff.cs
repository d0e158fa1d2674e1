namespace Gobwire.Transport;

/// <summary>How long a client waits before it dials anew: longer with each attempt that fails. The defaults are those of gRPC.</summary>
public sealed record TransportBackoff
{
    /// <summary>The wait after the first attempt that failed. Default 1 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By what the wait grows with each attempt. Default 1.6.</summary>
    public double Factor { get; init; } = 1.6;

    /// <summary>The longest wait, but for the jitter. Default 120 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>By what part each wait is made longer or shorter at random, so that clients do not come all at once. Default 0.2.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>The wait after a number of attempts that failed on end.</summary>
    /// <param name="failures">The number, from 1 up.</param>
    /// <param name="random">What the jitter is taken from: at random, from 0 to less than 1.</param>
    public TimeSpan DelayAfter(int failures, double random)
    {
        double seconds = FirstDelay.TotalSeconds * Math.Pow(Factor, failures - 1);
        double capped = Math.Min(seconds, MaxDelay.TotalSeconds);
        return TimeSpan.FromSeconds(capped * (1 + (Jitter * ((2 * random) - 1))));
    }
}
