using Gobwire.Transport;

namespace Gobwire.Hosting;

/// <summary>The least rate at which what a peer has begun must arrive, as configuration has it; see <see cref="TransportRate"/>.</summary>
public sealed class GobRateLimit
{
    /// <summary>How many bytes must arrive in a second, on average since the first; 0 for any rate. Default 240.</summary>
    public int BytesPerSecond { get; set; } = TransportRate.Default.BytesPerSecond;

    /// <summary>How long the rate may be less at first. Default 5 s.</summary>
    public TimeSpan Grace { get; set; } = TransportRate.Default.Grace;

    internal TransportRate? ToRate() => BytesPerSecond == 0 ? null : new TransportRate { BytesPerSecond = BytesPerSecond, Grace = Grace };

    internal void Check(OptionProblems problems)
    {
        problems.InRange(nameof(BytesPerSecond), BytesPerSecond, 0, int.MaxValue);
        problems.IsWait(nameof(Grace), Grace);
    }
}
