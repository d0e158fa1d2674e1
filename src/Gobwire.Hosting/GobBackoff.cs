using System.Globalization;
using Gobwire.Transport;

namespace Gobwire.Hosting;

/// <summary>The waits between attempts at dialing that fail, as configuration has them; see <see cref="TransportBackoff"/>.</summary>
public sealed class GobBackoff
{
    private static readonly TransportBackoff Defaults = new();

    /// <summary>The wait after the first attempt that failed. Default 1 s.</summary>
    public TimeSpan FirstDelay { get; set; } = Defaults.FirstDelay;

    /// <summary>By what the wait grows with each attempt. Default 1.6.</summary>
    public double Factor { get; set; } = Defaults.Factor;

    /// <summary>The longest wait, but for the jitter. Default 120 s.</summary>
    public TimeSpan MaxDelay { get; set; } = Defaults.MaxDelay;

    /// <summary>By what part each wait is made longer or shorter at random. Default 0.2.</summary>
    public double Jitter { get; set; } = Defaults.Jitter;

    internal TransportBackoff ToBackoff() => new() { FirstDelay = FirstDelay, Factor = Factor, MaxDelay = MaxDelay, Jitter = Jitter };

    internal void Check(OptionProblems problems)
    {
        problems.IsWait(nameof(FirstDelay), FirstDelay);
        problems.IsWait(nameof(MaxDelay), MaxDelay);
        if (Factor is not (>= 1 and <= 100))
            problems.Add(nameof(Factor), string.Create(CultureInfo.InvariantCulture, $"is {Factor}; it must be from 1 to 100"));
        if (Jitter is not (>= 0 and <= 1))
            problems.Add(nameof(Jitter), string.Create(CultureInfo.InvariantCulture, $"is {Jitter}; it must be from 0 to 1"));
    }
}
