using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gobwire.Testing;

/// <summary>Keeps the spans of a source that have ended. Sources are the process's own: a test that uses this runs alone.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    /// <param name="source">The source's name.</param>
    public Spans(string source)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans of a kind, in the order they ended.</summary>
    public List<Activity> Of(ActivityKind kind) => [.. _ended.Where(span => span.Kind == kind)];

    public void Dispose() => _listener.Dispose();
}
