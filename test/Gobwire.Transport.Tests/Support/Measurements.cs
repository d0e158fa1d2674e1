using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Gobwire.Testing;

/// <summary>Keeps what a meter measures. Meters are the process's own: a test that uses this runs alone.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _all = new();
    private readonly MeterListener _listener = new();

    /// <param name="meter">The meter's name.</param>
    public Measurements(string meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The tags of all measurements of an instrument, each as <c>name=value</c> with blanks between.</summary>
    public List<string> TagsOf(string instrument) => [.. _all.Where(m => m.Instrument == instrument).Select(m => m.Tags)];

    /// <summary>The values of all measurements of an instrument.</summary>
    public List<double> ValuesOf(string instrument) => [.. _all.Where(m => m.Instrument == instrument).Select(m => m.Value)];

    /// <summary>All tags of all measurements.</summary>
    public string AllTags => string.Join('\n', _all.Select(m => m.Tags));

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
