using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Rpc;

/// <summary>
/// What a reading loop has found to do: calls to run, replies to hand out. It runs on the loop's own thread, but not before the loop waits for
/// more, to go on elsewhere: so no thread need be woken for it, and it may take its time. Where there is more than one, the thread pool is
/// asked for help, so that work which blocks holds up no other.
/// </summary>
internal sealed class InlineWork(SendQueue queue) : IThreadPoolWorkItem
{
    /// <summary>After so many messages in a row the loop lets others have the thread, though there is more at hand.</summary>
    private const int MaxTurns = 64;

    /// <summary>Pipes that run readers on the writer's thread would nest loops without end.</summary>
    [ThreadStatic]
    private static bool t_isRunning;

    private readonly Lock _lock = new();
    private readonly Queue<IThreadPoolWorkItem> _items = [];
    private bool _isHelpAsked;
    private int _turns;

    /// <summary>Whether the current thread runs such work.</summary>
    public static bool IsRunning => t_isRunning;

    /// <summary>Adds an item, to be run when the loop waits next. It must not throw.</summary>
    public void Add(IThreadPoolWorkItem item)
    {
        lock (_lock)
            _items.Enqueue(item);
    }

    /// <summary>Makes the loop's wait one in which the work runs.</summary>
    public InlineWorkAwaiter<T> Await<T>(ValueTask<T> task) => new(task, this);

    /// <summary>Whether the loop may go on without a wait.</summary>
    public bool TryTakeTurn() => ++_turns <= MaxTurns;

    /// <summary>The loop begins to wait.</summary>
    public void EndTurns() => _turns = 0;

    /// <summary>Leaves what there is to the thread pool, for the loop has ended.</summary>
    public void HandOver()
    {
        lock (_lock)
        {
            if (_items.Count == 0 || _isHelpAsked)
                return;
            _isHelpAsked = true;
        }

        AskForHelp();
    }

    /// <summary>Runs what there is on this thread; or on another, if this one is somebody's own.</summary>
    public void Run()
    {
        if (t_isRunning || !Thread.CurrentThread.IsThreadPoolThread || SynchronizationContext.Current is not null || ExecutionContext.IsFlowSuppressed())
        {
            HandOver();
            return;
        }

        if (!TryTake(out IThreadPoolWorkItem? item, out bool asks))
            return;
        t_isRunning = true;
        // What several send leaves in one piece; the help, which comes if one of them blocks, ends that.
        bool holds = asks;
        if (holds)
            queue.Hold();
        do
        {
            if (asks)
                AskForHelp();
            item.Execute();
        }
        while (TryTake(out item, out asks));
        t_isRunning = false;
        if (holds)
            queue.Release();
    }

    /// <summary>The help has come.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        lock (_lock)
            _isHelpAsked = false;
        queue.ReleaseAll();
        Run();
    }

    private bool TryTake([NotNullWhen(true)] out IThreadPoolWorkItem? item, out bool asksForHelp)
    {
        lock (_lock)
        {
            bool isTaken = _items.TryDequeue(out item);
            asksForHelp = _items.Count > 0 && !_isHelpAsked;
            _isHelpAsked |= asksForHelp;
            return isTaken;
        }
    }

    private void AskForHelp() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}
