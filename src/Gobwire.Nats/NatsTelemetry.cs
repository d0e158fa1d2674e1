using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Primitives;
using NATS.Client.Core;

namespace Gobwire.Nats;

/// <summary>Spans and metrics of edges and workers, under the name <c>Gobwire.Nats</c>; the trace's context travels in headers.</summary>
internal static class NatsTelemetry
{
    private const string Name = "Gobwire.Nats";
    private const string MethodTag = "rpc.method";
    private const string ResultTag = "gobwire.result";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> RelayDuration =
        Meter.CreateHistogram<double>("gobwire.nats.relay.duration", "s", "How long commands took from the edge to the answer, by their result.");

    private static readonly Histogram<double> WorkerDuration =
        Meter.CreateHistogram<double>("gobwire.nats.worker.duration", "s", "How long commands took in a worker, by their result.");

    private static readonly UpDownCounter<int> Pending =
        Meter.CreateUpDownCounter<int>("gobwire.nats.worker.pending", "{command}", "Commands that a worker handles, or that wait there.");

    private static readonly Counter<long> Dropped =
        Meter.CreateCounter<long>("gobwire.nats.worker.dropped", "{message}", "Messages dropped unread because too many waited.");

    /// <summary>Begins the span of a command that goes on over NATS.</summary>
    public static Activity? StartRelay(string command, CommandRelayMode mode) =>
        Source.StartActivity($"{command} relay", mode == CommandRelayMode.Request ? ActivityKind.Client : ActivityKind.Producer);

    /// <summary>Begins the span of a command that came over NATS.</summary>
    public static Activity? StartHandling(string command, NatsHeaders? headers)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext parent = default;
        if (headers is not null)
        {
            DistributedContextPropagator.Current.ExtractTraceIdAndState(headers, Get, out string? id, out string? state);
            ActivityContext.TryParse(id, state, isRemote: true, out parent);
        }

        return Source.StartActivity($"{command} handle", ActivityKind.Consumer, parent);
    }

    /// <summary>Puts the context of the current span into headers.</summary>
    public static NatsHeaders? AddContext(NatsHeaders? headers)
    {
        if (Activity.Current is not { } current)
            return headers;
        headers ??= [];
        DistributedContextPropagator.Current.Inject(current, headers, static (carrier, name, value) => ((NatsHeaders)carrier!)[name] = value);
        return headers;
    }

    // The method of a command that only a stranger has named is _OTHER, or strangers would choose our label values.
    public static void Relayed(string method, string result, TimeSpan duration) =>
        RelayDuration.Record(duration.TotalSeconds, new(MethodTag, method), new(ResultTag, result));

    public static void Handled(string method, string result, TimeSpan duration) =>
        WorkerDuration.Record(duration.TotalSeconds, new(MethodTag, method), new(ResultTag, result));

    public static void AddPending(int count) => Pending.Add(count);

    public static void CountDropped() => Dropped.Add(1);

    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((NatsHeaders)carrier!).TryGetValue(name, out StringValues found) ? found.ToString() : null;
    }
}
