namespace Gobwire.Transport;

/// <summary>How long reads have gone on without a wait: a peer that always has more at hand would otherwise keep its thread from all others.</summary>
internal struct ReadingTurn
{
    /// <summary>How long a turn lasts, in milliseconds: a tick of the coarsest clocks.</summary>
    public const int MaxMilliseconds = 15;

    private long _begunAt;

    /// <summary>Begins a turn.</summary>
    public void Begin() => _begunAt = Environment.TickCount64;

    /// <summary>Whether others are to have the thread after a read. A thread with a context of its own is its owner's, who may even be blocked on it.</summary>
    /// <param name="isAtHand">Whether the read did not have to wait: a wait gives the thread to others anyway.</param>
    public bool IsOver(bool isAtHand)
    {
        if (!isAtHand)
            Begin();
        return isAtHand
            && Environment.TickCount64 - _begunAt >= MaxMilliseconds
            && SynchronizationContext.Current is null
            && TaskScheduler.Current == TaskScheduler.Default;
    }
}
