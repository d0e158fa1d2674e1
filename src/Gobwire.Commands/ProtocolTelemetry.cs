using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Net;

namespace Gobwire.Commands;

/// <summary>
/// The metrics and spans of a protocol, by OpenTelemetry's conventions for RPC and a few names of our own. Where nobody listens, nothing is
/// timed or allocated. A name that no handler has is <c>_OTHER</c>: strangers do not choose label values.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It lives as long as the process.")]
internal sealed class ProtocolTelemetry
{
    public const string SystemTag = "rpc.system.name";
    public const string MethodTag = "rpc.method";
    public const string ErrorTag = "error.type";
    public const string OtherMethod = "_OTHER";

    private static readonly double[] CallSeconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] ConnectionSeconds = [0.01, 0.1, 1, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400];
    private static readonly long[] Sizes = [16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216];

    private readonly string _system;
    private readonly ActivitySource _spans;
    private readonly Histogram<double> _served;
    private readonly Histogram<double> _called;
    private readonly UpDownCounter<long> _activeConnections;
    private readonly Histogram<double> _connectionDuration;
    private readonly Histogram<long> _requestSize;
    private readonly Histogram<long> _responseSize;
    private readonly Counter<long> _decodeErrors;

    /// <param name="name">The assembly's name: the meter's and the spans' source's too.</param>
    /// <param name="system">The protocol's name.</param>
    public ProtocolTelemetry(string name, string system)
    {
        _system = system;
        _spans = new ActivitySource(name);
        var meter = new Meter(name);
        _served = Seconds(meter, "rpc.server.call.duration", "How long handlers took, with reading the request and writing the reply.", CallSeconds);
        _called = Seconds(meter, "rpc.client.call.duration", "How long calls took their callers.", CallSeconds);
        _activeConnections = meter.CreateUpDownCounter<long>(
            "gobwire.server.active_connections", "{connection}", "Connections that are served now.");
        _connectionDuration = Seconds(
            meter, "gobwire.server.connection.duration", "How long connections were served, and why they ended.", ConnectionSeconds);
        _requestSize = Bytes(meter, "gobwire.server.request.size", "How many bytes followed a command's name; a request's header and body.");
        _responseSize = Bytes(meter, "gobwire.server.response.size", "How many bytes a handler replied; a response's header and body.");
        _decodeErrors = meter.CreateCounter<long>(
            "gobwire.server.decode.errors", "{error}", "Values that came and could not be decoded.");
    }

    /// <summary>Whether anybody wants to know of handlers.</summary>
    public bool IsServerObserved => _served.Enabled || _requestSize.Enabled || _responseSize.Enabled || _spans.HasListeners();

    /// <summary>Whether anybody wants to know of calls.</summary>
    public bool IsClientObserved => _called.Enabled || _spans.HasListeners();

    /// <summary>Whether anybody wants to know how large requests are.</summary>
    public bool IsRequestSizeObserved => _requestSize.Enabled;

    /// <summary>Whether anybody wants to know how large responses are.</summary>
    public bool IsResponseSizeObserved => _responseSize.Enabled;

    /// <summary>Begins a connection. Null where nobody listens.</summary>
    public ConnectionMeasure? BeginConnection(TimeProvider time)
    {
        UpDownCounter<long>? active = _activeConnections.Enabled ? _activeConnections : null;
        Histogram<double>? duration = _connectionDuration.Enabled ? _connectionDuration : null;
        return active is null && duration is null ? null : new ConnectionMeasure(active, duration, _system, time);
    }

    /// <summary>Begins a handler. To be called in an async method: the span is current until that ends.</summary>
    public CallMeasure BeginServing(string method, EndPoint? peer, TimeProvider time) => Begin(_served, method, ActivityKind.Server, peer, time);

    /// <summary>Begins a call to a server. To be called in an async method: the span is current until that ends.</summary>
    public CallMeasure BeginCalling(string method, EndPoint? peer, TimeProvider time) => Begin(_called, method, ActivityKind.Client, peer, time);

    public void RecordRequestSize(string method, long bytes) => _requestSize.Record(bytes, new(SystemTag, _system), new(MethodTag, method));

    public void RecordResponseSize(string method, long bytes) => _responseSize.Record(bytes, new(SystemTag, _system), new(MethodTag, method));

    /// <summary>Counts a value that could not be decoded.</summary>
    public void CountDecodeError(string method, string errorType) =>
        _decodeErrors.Add(1, new(SystemTag, _system), new(MethodTag, method), new(ErrorTag, errorType));

    private static Histogram<double> Seconds(Meter meter, string name, string description, double[] buckets) =>
        meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    private static Histogram<long> Bytes(Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "By", description, null, new InstrumentAdvice<long> { HistogramBucketBoundaries = Sizes });

    private CallMeasure Begin(Histogram<double> duration, string method, ActivityKind kind, EndPoint? peer, TimeProvider time)
    {
        var measure = new CallMeasure(duration.Enabled ? duration : null, Start(method, kind), _system, method, time);
        measure.SetPeer(peer);
        return measure;
    }

    private Activity? Start(string method, ActivityKind kind)
    {
        if (!_spans.HasListeners())
            return null;
        string name = method == OtherMethod ? _system : method;
        return _spans.StartActivity(name, kind, default(ActivityContext), [new(SystemTag, _system), new(MethodTag, method)]);
    }
}
