using Gobwire.Transport;

namespace Gobwire.Commands;

/// <summary>
/// Sees to it that a connection's handlers end: one that works on for too long is canceled, and one that does not heed that loses its connection.
/// </summary>
internal sealed class HandlerWatch : IDisposable
{
    /// <summary>How long a handler may take to heed its cancellation.</summary>
    private static readonly TimeSpan HeedTimeout = TimeSpan.FromSeconds(1);

    /// <summary>When calls are first looked after: few last so long, and a timer for each would be dear.</summary>
    private static readonly TimeSpan CallDelay = TimeSpan.FromSeconds(1);

    private readonly CommandConnection _connection;
    private readonly CancellationTokenSource _source;
    private readonly Action<TimeSpan> _stillness;
    private readonly Action<TimeSpan> _stuck;
    private TimeSpan _heedBy;
    private TimeSpan _stillBefore;
    private bool _isWatching;
    private volatile bool _isCallNew;
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

    /// <summary>
    /// Begins to look after a handler that is about to be called: it may block its thread, and never return. Calls that follow each other without a
    /// wait share one watch, for each would cost as much as a small command.
    /// </summary>
    public void BeginCall()
    {
        if (_isWatching)
        {
            _isCallNew = true;
            return;
        }

        _isWatching = true;
        _isCallNew = false;
        _stillBefore = TimeSpan.Zero;
        _connection.Transport.BeginWatch(_stillness, CallDelay);
    }

    /// <summary>Goes on with a handler that has returned and has not ended; its time runs from its call.</summary>
    public void BeginWait() => _connection.Transport.HastenWatch();

    /// <summary>Ends what was begun: none is at work, or others get the thread.</summary>
    public void End()
    {
        if (!_isWatching)
            return;
        _isWatching = false;
        _connection.Transport.EndWatch();
    }

    public void Dispose()
    {
        End();
        _source.Dispose();
    }

    private void OnStillness(TimeSpan still)
    {
        // Nothing was read between calls of one batch: what was still before the call is not the handler's.
        if (_isCallNew)
        {
            _isCallNew = false;
            _stillBefore = still;
        }
        else if (still < _stillBefore)
        {
            _stillBefore = TimeSpan.Zero;
        }

        still -= _stillBefore;
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
