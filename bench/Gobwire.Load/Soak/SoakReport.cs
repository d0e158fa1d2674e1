using System.Globalization;

namespace Gobwire.Load.Soak;

/// <summary>Compares what the server held in the second quarter of the time with what it held in the last.</summary>
internal sealed class SoakReport(List<SoakSample> samples)
{
    private const double Mebi = 1 << 20;

    /// <summary>What resident memory may rise by in ten minutes, in MiB.</summary>
    private const double MaxResidentSlope = 1;

    /// <summary>In less time a slope is noise.</summary>
    private static readonly TimeSpan LongEnoughForSlopes = TimeSpan.FromMinutes(10);

    private readonly SoakSample[] _early = samples[(samples.Count / 4)..(samples.Count / 2)].ToArray();
    private readonly SoakSample[] _late = samples[(samples.Count * 3 / 4)..].ToArray();

    /// <summary>Prints the table.</summary>
    /// <returns>What has grown beyond its bound.</returns>
    public List<string> Print()
    {
        Console.WriteLine();
        Console.WriteLine("| | least | most | median, 2nd quarter | median, last quarter | may be |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        var grown = new List<string>();
        // Connections come and go by the dozen, and what they hold with them: the bounds allow for that, and for no leak that goes on.
        Row("managed memory, MiB", s => s.Managed / Mebi, early => early + 2, grown);
        Row("resident memory, MiB", s => s.Resident / Mebi, early => (early * 1.1) + 8, grown);
        Row("descriptors", s => s.Handles, early => early + 24, grown);
        Row("threads", s => s.Threads, early => early + 8, grown);
        Row("connections", s => s.Connections, early => early + 24, grown);
        if (samples[^1].At > LongEnoughForSlopes)
            PrintSlopes(grown);
        return grown;
    }

    private void PrintSlopes(List<string> grown)
    {
        double resident = Slope(s => s.Resident);
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Slopes over the second half, in MiB in 10 minutes: managed {Slope(s => s.Managed):0.##}, resident {resident:0.##}."));
        if (resident > MaxResidentSlope)
            grown.Add(string.Create(CultureInfo.InvariantCulture, $"resident memory rose by {resident:0.##} MiB in 10 minutes, more than {MaxResidentSlope:0.##}"));
    }

    /// <summary>Of the straight line that is nearest.</summary>
    private double Slope(Func<SoakSample, double> value)
    {
        List<SoakSample> half = samples[(samples.Count / 2)..];
        double time = half.Average(s => s.At.TotalMinutes);
        double mean = half.Average(value);
        double slope = half.Sum(s => (s.At.TotalMinutes - time) * (value(s) - mean)) / half.Sum(s => Math.Pow(s.At.TotalMinutes - time, 2));
        return slope * 10 / Mebi;
    }

    private void Row(string name, Func<SoakSample, double> value, Func<double, double> bound, List<string> grown)
    {
        double early = Median(_early.Select(value));
        double late = Median(_late.Select(value));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {samples.Min(value):0.##} | {samples.Max(value):0.##} | {early:0.##} | {late:0.##} | {bound(early):0.##} |"));
        if (late > bound(early))
            grown.Add(string.Create(CultureInfo.InvariantCulture, $"{name} grew from {early:0.##} to {late:0.##}, more than {bound(early):0.##}"));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
