using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Gobwire.Transport;

/// <summary>A connection's output: its flushes end at the deadline, and fail alike whatever transport is underneath.</summary>
internal sealed class DeadlinePipeWriter : PipeWriter, IDisposable
{
    private readonly TransportConnection _connection;
    private readonly PipeWriter _inner;
    private readonly ConnectionClock _clock;
    private readonly Deadline _deadline;
    private long _fixedAt = Deadline.Never;
    private long _flushAt = Deadline.Never;
    private long _unflushed;
    private volatile bool _isWaiting;
    private volatile bool _isCancelWanted;

    public DeadlinePipeWriter(TransportConnection connection, PipeWriter inner, ConnectionClock clock)
    {
        _connection = connection;
        _inner = inner;
        _clock = clock;
        _deadline = new Deadline(clock.Time, OnExpired);
    }

    /// <summary>How long each flush may take.</summary>
    public TimeSpan FlushTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    public override bool CanGetUnflushedBytes => true;

    /// <summary>Counted here: not every writer can tell.</summary>
    public override long UnflushedBytes => _unflushed;

    /// <summary>Sets the fixed deadline; a flush that waits now is held to it too, as in Go.</summary>
    public void SetDeadline(DateTimeOffset? at)
    {
        Volatile.Write(ref _fixedAt, _clock.At(at));
        if (_isWaiting)
            _deadline.Set(Math.Min(Volatile.Read(ref _fixedAt), _flushAt));
    }

    public override void Advance(int bytes)
    {
        _inner.Advance(bytes);
        _unflushed += bytes;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _connection.ThrowIfAborted();
        if (Volatile.Read(ref _fixedAt) != Deadline.Never && _clock.Now >= Volatile.Read(ref _fixedAt))
            throw new TimeoutException("the write deadline has passed");
        _unflushed = 0;
        ValueTask<FlushResult> flush = _inner.FlushAsync(cancellationToken);
        if (flush.IsCompletedSuccessfully)
            return new(Checked(flush.Result));
        return WaitAsync(flush);
    }

    public override void CancelPendingFlush()
    {
        _isCancelWanted = true;
        _inner.CancelPendingFlush();
    }

    /// <summary>Wakes a waiting flush, so that it looks at what has become of the connection.</summary>
    public void Wake() => _inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _inner.CompleteAsync(exception);

    public void Dispose() => _deadline.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush)
    {
        _flushAt = _clock.After(FlushTimeout);
        _isWaiting = true;
        _deadline.Set(Math.Min(Volatile.Read(ref _fixedAt), _flushAt));
        try
        {
            return Checked(await flush.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Part of the bytes may be on their way, the rest never: what follows would be garbage to the peer.
            _connection.Abort("a flush was canceled halfway");
            throw;
        }
        catch (Exception error) when (TransportConnection.IsTransportFailure(error))
        {
            throw _connection.Fail(error);
        }
        finally
        {
            _isWaiting = false;
            _deadline.Set(Deadline.Never);
        }
    }

    private FlushResult Checked(FlushResult result)
    {
        if (result.IsCanceled && !_isCancelWanted)
        {
            _connection.ThrowIfAborted();
            // Part of a reply may be on its way; nothing sound can follow it. (Go leaves such a connection to its user.)
            var timeout = new TimeoutException("the write deadline has passed");
            _connection.Abort(timeout.Message);
            throw timeout;
        }

        _isCancelWanted = false;
        if (result.IsCompleted && !_connection.IsAborted)
            throw _connection.Fail(new IOException("the peer no longer reads"));
        return result;
    }

    private void OnExpired()
    {
        if (_isWaiting)
            _inner.CancelPendingFlush();
    }
}
