namespace Gobwire.Transport;

/// <summary>The connections that a listener's server holds, from when they are accepted to when they have ended.</summary>
internal sealed class HeldConnections
{
    private readonly Lock _lock = new();
    private readonly HashSet<TransportConnection> _connections = [];
    private TaskCompletionSource? _empty;

    /// <summary>How many are held now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _connections.Count;
        }
    }

    public void Add(TransportConnection connection)
    {
        lock (_lock)
            _connections.Add(connection);
    }

    public void Remove(TransportConnection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
            if (_connections.Count == 0)
                _empty?.TrySetResult();
        }
    }

    /// <summary>Those held now.</summary>
    public TransportConnection[] ToArray()
    {
        lock (_lock)
            return [.. _connections];
    }

    /// <summary>A task that ends when none is held any more. To be asked for once, when no more are added.</summary>
    public Task WhenEmpty()
    {
        lock (_lock)
        {
            _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_connections.Count == 0)
                _empty.SetResult();
            return _empty.Task;
        }
    }
}
