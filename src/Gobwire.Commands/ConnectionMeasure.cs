using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gobwire.Commands;

/// <summary>One connection of a server while it is measured. What was counted in is counted out, whoever listens by then.</summary>
internal sealed class ConnectionMeasure : IDisposable
{
    private readonly UpDownCounter<long>? _active;
    private readonly Histogram<double>? _duration;
    private readonly string _system;
    private readonly TimeProvider _time;
    private readonly long _begun;
    private int _isRecorded;

    /// <param name="active">Counts the connection; null for nobody.</param>
    /// <param name="duration">Takes the duration; null for nobody.</param>
    /// <param name="system">The protocol.</param>
    /// <param name="time">The clock.</param>
    public ConnectionMeasure(UpDownCounter<long>? active, Histogram<double>? duration, string system, TimeProvider time)
    {
        _active = active;
        _duration = duration;
        _system = system;
        _time = time;
        _begun = time.GetTimestamp();
        active?.Add(1, new KeyValuePair<string, object?>(ProtocolTelemetry.SystemTag, system));
    }

    /// <summary>Why the connection ended; null for the peer's own wish, and for a stop.</summary>
    public string? ErrorType { get; set; } = ErrorTypes.ServingFailed;

    /// <summary>Records the duration now: of a connection that cannot end, for a handler that does not.</summary>
    public void Record(string? errorType)
    {
        if (Interlocked.Exchange(ref _isRecorded, 1) != 0 || _duration is null)
            return;
        var tags = new TagList { { ProtocolTelemetry.SystemTag, _system } };
        if (errorType is not null)
            tags.Add(ProtocolTelemetry.ErrorTag, errorType);
        _duration.Record(_time.GetElapsedTime(_begun).TotalSeconds, tags);
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        Record(ErrorType);
        _active?.Add(-1, new KeyValuePair<string, object?>(ProtocolTelemetry.SystemTag, _system));
    }
}
