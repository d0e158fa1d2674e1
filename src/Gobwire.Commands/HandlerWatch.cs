using Gobwire.Transport;

namespace Gobwire.Commands;

/// <summary>
/// Sees to it that a connection's handlers end: one that works on for too long is canceled, and one that does not heed that loses its connection.
/// </summary>
internal sealed class HandlerWatch : IDisposable
{
    /// <summary>How long a handler may take to heed its cancellation.</summary>
    private static readonly TimeSpan HeedTimeout = TimeSpan.FromSeconds(1);

    private readonly CommandConnection _connection;
    private readonly CancellationTokenSource _source;
    private readonly Action<TimeSpan> _stillness;
    private readonly Action<TimeSpan> _stuck;
    private TimeSpan _heedBy;
    private bool _isStuck;

    /// <param name="connection">The connection.</param>
    /// <param name="stuck">Called once, with the timeout, when a handler does not heed its cancellation; the connection is aborted then.</param>
    public HandlerWatch(CommandConnection connection, Action<TimeSpan> stuck)
    {
        _connection = connection;
        _stuck = stuck;
        _source = CancellationTokenSource.CreateLinkedTokenSource(connection.Aborted);
        _stillness = OnStillness;
    }

    /// <summary>What handlers get: fires when they take too long, and when the connection is lost.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The timeout a handler has run into; null while none has. The connection is to end then.</summary>
    public TimeSpan? Expired { get; private set; }

    /// <summary>Whether the connection was aborted for a handler that did not heed its cancellation.</summary>
    public bool IsStuck => Volatile.Read(ref _isStuck);

    public void Begin() => _connection.Transport.BeginWatch(_stillness);

    public void End() => _connection.Transport.EndWatch();

    public void Dispose() => _source.Dispose();

    private void OnStillness(TimeSpan still)
    {
        TimeSpan timeout = _connection.HandlerTimeout;
        if (timeout == Timeout.InfiniteTimeSpan || still < timeout || IsStuck || _connection.Transport.IsAborted)
            return;
        if (Expired is null)
        {
            Expired = timeout;
            _heedBy = still + HeedTimeout;
            Cancel();
        }
        else if (still >= _heedBy)
        {
            Volatile.Write(ref _isStuck, true);
            _stuck(timeout);
            _connection.Abort("a handler does not end");
        }
    }

    private void Cancel()
    {
        try
        {
            // Callbacks are the handler's own: they run elsewhere.
            _ = _source.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The handler, and its connection, have ended meanwhile.
        }
    }
}
