namespace Gobwire.Nats;

/// <summary>How many commands a worker has at a time, and the wait for the last of them.</summary>
internal sealed class WorkGate(int maxConcurrency, int maxWaiting) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(maxConcurrency, maxConcurrency);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _count;
    private bool _isClosing;

    /// <summary>The commands that are handled, or wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a command in, unless too many wait. Each one taken in <see cref="Leave"/>s.</summary>
    public bool TryEnter() => TryEnter(maxConcurrency + maxWaiting);

    /// <summary>Takes a command in, however many wait.</summary>
    public void Enter() => TryEnter(int.MaxValue);

    /// <summary>Waits for a turn, which is given back by <see cref="EndTurn"/>.</summary>
    public Task BeginTurnAsync(CancellationToken cancellationToken) => _turns.WaitAsync(cancellationToken);

    public void EndTurn() => _turns.Release();

    public void Leave()
    {
        NatsTelemetry.AddPending(-1);
        lock (_lock)
        {
            if (--_count == 0 && _isClosing)
                _empty.TrySetResult();
        }
    }

    /// <summary>Completes when the last command has left; after those that still come in meanwhile.</summary>
    public Task WhenEmpty()
    {
        lock (_lock)
        {
            _isClosing = true;
            if (_count == 0)
                _empty.TrySetResult();
        }

        return _empty.Task;
    }

    public void Dispose() => _turns.Dispose();

    private bool TryEnter(int limit)
    {
        lock (_lock)
        {
            if (_count >= limit)
                return false;
            _count++;
        }

        NatsTelemetry.AddPending(1);
        return true;
    }
}
