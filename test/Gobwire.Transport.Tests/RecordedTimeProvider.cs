using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Testing;

/// <summary>Time that a test makes pass, and that keeps how long it was waited for.</summary>
internal sealed class RecordedTimeProvider : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    /// <summary>How long each timer was to run, in the order they were made.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        // Afterwards: who sees it here may make time pass.
        _waits.Enqueue(dueTime);
        return timer;
    }
}
