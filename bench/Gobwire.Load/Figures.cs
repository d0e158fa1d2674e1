using System.Diagnostics;
using System.Globalization;

namespace Gobwire.Load;

/// <summary>What the rounds of one scenario came to for one server.</summary>
internal sealed class Figures
{
    private readonly List<double> _rates = [];
    private readonly List<double> _processorMicroseconds = [];
    private readonly List<long> _latencies = [];
    private long _residentBytes;

    /// <summary>Commands a second, the median of the rounds.</summary>
    public double Rate => Median(_rates);

    /// <summary>Adds a round.</summary>
    public void Add(double rate, List<long> latencies, TimeSpan processorTime, int inFlight, long residentBytes)
    {
        _rates.Add(rate);
        _latencies.AddRange(latencies);
        _processorMicroseconds.Add(processorTime.TotalMicroseconds / Math.Max(1, latencies.Count * (double)inFlight));
        _residentBytes = Math.Max(_residentBytes, residentBytes);
    }

    /// <summary>The cells of a row, with the rate as a multiple of another's.</summary>
    public string Row(Figures reference)
    {
        _latencies.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Rate / 1e3:F1} k | {Rate / reference.Rate:F2} | {Quantile(0.5):F0} | {Quantile(0.99):F0} | {Quantile(0.999):F0} | {Median(_processorMicroseconds):F2} | {_residentBytes / 1e6:F0} MB");
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>In microseconds a batch.</summary>
    private double Quantile(double share) =>
        _latencies.Count == 0 ? 0 : Stopwatch.GetElapsedTime(0, _latencies[(int)((_latencies.Count - 1) * share)]).TotalMicroseconds;
}
