using System.Globalization;

namespace Gobwire.Benchmarks.Light;

/// <summary>Collects the lines of <c>go test -bench</c>, of whichever side printed them, and gives medians.</summary>
internal sealed class Figures
{
    private readonly Dictionary<string, List<double>> _nanoseconds = [];
    private readonly Dictionary<string, (double Bytes, double? Count)> _allocations = [];

    /// <summary>The benchmarks, in the order they came.</summary>
    public IEnumerable<string> Names => _nanoseconds.Keys;

    public bool Has(string name) => _nanoseconds.ContainsKey(name);

    public double Median(string name)
    {
        List<double> values = _nanoseconds[name];
        values.Sort();
        return values[values.Count / 2];
    }

    public double Least(string name) => _nanoseconds[name].Min();

    /// <summary>Bytes an operation, and how many pieces where that is known.</summary>
    public string Allocations(string name) => !_allocations.TryGetValue(name, out (double Bytes, double? Count) allocated)
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{allocated.Bytes:N0} B") + (allocated.Count is { } count ? $", {count}" : "");

    public void Read(TextReader output)
    {
        while (output.ReadLine() is { } line)
        {
            string[] parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 4 || !parts[0].StartsWith("Benchmark", StringComparison.Ordinal) || parts[3] != "ns/op")
                continue;
            Add(parts[0]["Benchmark".Length..], parts);
        }
    }

    private void Add(string name, string[] parts)
    {
        if (!_nanoseconds.TryGetValue(name, out List<double>? values))
            _nanoseconds[name] = values = [];
        values.Add(double.Parse(parts[2], CultureInfo.InvariantCulture));
        if (parts.Length >= 6)
            _allocations[name] = (double.Parse(parts[4], CultureInfo.InvariantCulture), parts.Length >= 8 ? double.Parse(parts[6], CultureInfo.InvariantCulture) : null);
    }
}
