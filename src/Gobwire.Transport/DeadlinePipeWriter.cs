using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Gobwire.Transport;

/// <summary>A connection's output: its flushes end at the deadline, and fail alike whatever transport is underneath.</summary>
internal sealed class DeadlinePipeWriter : PipeWriter, IDeadlineOwner, IDisposable
{
    private readonly TransportConnection _connection;
    private readonly PipeWriter _inner;
    private readonly ConnectionClock _clock;
    private Deadline? _deadline;
    private long _unflushed;
    private long? _taken;
    private long _takenAt;
    private volatile bool _isFlushing;
    private volatile bool _isCancelWanted;

    public DeadlinePipeWriter(TransportConnection connection, PipeWriter inner, ConnectionClock clock)
    {
        _connection = connection;
        _inner = inner;
        _clock = clock;
    }

    /// <summary>How long each flush may take.</summary>
    public TimeSpan FlushTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How many bytes a second the peer must have taken for a flush to have as long again; null for no flush.</summary>
    public int? MinFlushRate { get; set; }

    /// <summary>How many bytes may wait to be flushed.</summary>
    public long MaxUnflushed { get; set; } = long.MaxValue;

    /// <summary>How many bytes were written so far, flushed or not.</summary>
    public long Written { get; private set; }

    /// <summary>How many flushes were begun.</summary>
    public long Flushes { get; private set; }

    /// <summary>Whether a flush is under way.</summary>
    public bool IsFlushing => _isFlushing;

    public override bool CanGetUnflushedBytes => true;

    /// <summary>Counted here: not every pipe underneath can tell.</summary>
    public override long UnflushedBytes => _unflushed;

    /// <summary>Sets the fixed deadline; a flush that waits now is held to it too, as in Go.</summary>
    public void SetDeadline(DateTimeOffset? at) => DeadlineOnceNeeded().SetFixed(_clock.At(at));

    public override void Advance(int bytes)
    {
        _inner.Advance(bytes);
        _unflushed += bytes;
        Written += bytes;
        if (_unflushed > MaxUnflushed)
            ThrowIfMany(0);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ThrowIfMany(sizeHint);
        return _inner.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        ThrowIfMany(sizeHint);
        return _inner.GetSpan(sizeHint);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _connection.ThrowIfEnded();
        if (_deadline?.HasFixedPassed == true)
            throw FixedDeadlinePassed();
        _isFlushing = true;
        _unflushed = 0;
        Flushes++;
        ValueTask<FlushResult> flush;
        try
        {
            flush = _inner.FlushAsync(cancellationToken);
        }
        catch (Exception error)
        {
            _isFlushing = false;
            if (_connection.IsFailure(error, cancellationToken))
                throw _connection.Fail(error);
            throw;
        }

        if (!flush.IsCompletedSuccessfully)
            return WaitAsync(flush, cancellationToken);
        _isFlushing = false;
        return new(Checked(flush.Result));
    }

    public override void CancelPendingFlush()
    {
        _isCancelWanted = true;
        _inner.CancelPendingFlush();
    }

    /// <summary>Wakes a waiting flush, so that it looks at what has become of the deadline and the connection.</summary>
    public void Wake() => _inner.CancelPendingFlush();

    void IDeadlineOwner.OnDeadline()
    {
        if (!TryProlong())
            Wake();
    }

    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _inner.CompleteAsync(exception);

    /// <summary>Ends the deadlines, and wakes a flush under way. The pipe itself is the transport's to complete.</summary>
    public void Dispose()
    {
        Volatile.Read(ref _deadline)?.Dispose();
        if (_isFlushing)
            Wake();
    }

    private void ThrowIfMany(int sizeHint)
    {
        if (_unflushed + sizeHint <= MaxUnflushed)
            return;
        var limit = new TransportOutputException(MaxUnflushed);
        // Half a reply waits there, which must not be taken for a whole one.
        _connection.Fail(limit);
        throw limit;
    }

    /// <summary>Most flushes are done at once, and most connections are never given a write deadline. It may be set on any thread.</summary>
    private Deadline DeadlineOnceNeeded()
    {
        if (Volatile.Read(ref _deadline) is { } deadline)
            return deadline;
        deadline = new Deadline(_clock.Time, this);
        return Interlocked.CompareExchange(ref _deadline, deadline, null) ?? deadline;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush, CancellationToken cancellationToken)
    {
        Deadline deadline = DeadlineOnceNeeded();
        NoteTaken();
        deadline.BeginWait(_clock.After(FlushTimeout));
        try
        {
            return Checked(await flush.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !_connection.IsAborted)
        {
            // Part of the bytes may be on their way, the rest never: what follows would be garbage to the peer.
            _connection.Abort("a flush was canceled halfway");
            throw;
        }
        catch (Exception error) when (_connection.IsFailure(error, cancellationToken))
        {
            throw _connection.Fail(error);
        }
        finally
        {
            deadline.EndWait();
            _isFlushing = false;
        }
    }

    private FlushResult Checked(FlushResult result)
    {
        if (result.IsCanceled && !_isCancelWanted)
        {
            _connection.ThrowIfEnded();
            // Part of a reply may be on its way; nothing sound can follow it. (Go leaves such a connection to its user.)
            TimeoutException timeout = _deadline?.HasOperationPassed == true
                ? new TimeoutException($"the peer has not taken the output within {FlushTimeout.TotalSeconds:0.###} s")
                : FixedDeadlinePassed();
            _connection.Fail(timeout);
            throw timeout;
        }

        _isCancelWanted = false;
        if (result.IsCompleted && !_connection.IsAborted)
            throw _connection.Fail(new IOException("the peer no longer reads"));
        return result;
    }

    /// <summary>Takes note of how far the peer is, from where it is to go on while a flush waits.</summary>
    private void NoteTaken()
    {
        if (MinFlushRate is null)
            return;
        _taken = _connection.CountTakenBytes();
        _takenAt = _clock.Now;
    }

    /// <summary>Gives a flush as long again, if the peer has taken enough meanwhile: a flush once woken could not go on.</summary>
    private bool TryProlong()
    {
        if (MinFlushRate is not { } rate || _deadline!.HasFixedPassed || _connection.HasEnded || _taken is not { } before)
            return false;
        double wanted = rate * _clock.Time.GetElapsedTime(_takenAt).TotalSeconds;
        NoteTaken();
        if (_taken is not { } taken || taken - before < wanted)
            return false;
        _deadline.Renew(_clock.After(FlushTimeout));
        return true;
    }

    private static TimeoutException FixedDeadlinePassed() => new("the write deadline has passed");
}
