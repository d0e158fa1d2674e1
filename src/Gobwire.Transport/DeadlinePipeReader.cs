using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Gobwire.Transport;

/// <summary>A connection's input: its reads end at the deadline, and fail alike whatever transport is underneath.</summary>
/// <remarks>What was read and not examined is kept here for the next read: the pipe underneath is asked once for many small commands.</remarks>
internal sealed class DeadlinePipeReader : PipeReader, IDeadlineOwner, IDisposable
{
    private readonly TransportConnection _connection;
    private readonly PipeReader _inner;
    private readonly ConnectionClock _clock;
    private readonly Deadline _deadline;
    private TimeSpan _operationTimeout = Timeout.InfiniteTimeSpan;
    private long _operationAt = Deadline.Never;
    private bool _isOperationTimed;
    private ReadOnlySequence<byte> _read;
    private bool _isReadFinal;
    private bool _hasRest;
    private RateWatch? _rate;
    private long _consumed;
    private ReadingTurn _turn;
    private bool _isCounting;
    private Exception? _closeReason;
    private int _isInnerCompleted;
    private volatile bool _isHeld;
    private volatile bool _isClosed;
    private volatile bool _isCancelWanted;

    public DeadlinePipeReader(TransportConnection connection, PipeReader inner, ConnectionClock clock)
    {
        _connection = connection;
        _inner = inner;
        _clock = clock;
        _deadline = new Deadline(clock.Time, this);
        _turn.Begin();
    }

    /// <summary>Whether a read waits for input.</summary>
    public bool IsWaiting => _deadline.IsWaiting;

    /// <summary>How many bytes were consumed since counting began.</summary>
    public long Consumed => _consumed;

    /// <summary>How many reads were begun that had to ask the transport.</summary>
    public long Reads { get; private set; }

    /// <summary>Whether consumed bytes are counted all the time; they are while a rate is watched.</summary>
    public bool CountsBytes
    {
        get;
        set => _isCounting = field = value;
    }

    /// <summary>Whether a read that is late is canceled and does not throw: at a connection's end that is nothing to tell of, and dear where many end at once.</summary>
    public bool EndsQuietly { get; set; }

    /// <summary>Whether a read was canceled so; one that its caller has canceled is not late.</summary>
    public bool IsLate { get; private set; }

    /// <summary>Sets the fixed deadline; a read that waits now is held to it too, as in Go.</summary>
    public void SetDeadline(DateTimeOffset? at) => _deadline.SetFixed(_clock.At(at));

    /// <summary>Begins an operation of one or more reads. Its time runs from the first that has to wait.</summary>
    /// <param name="timeout">The bound of the whole operation.</param>
    /// <param name="rate">The least rate, from the first bytes that had to be waited for; null for any.</param>
    public void BeginOperation(TimeSpan timeout, TransportRate? rate)
    {
        _operationTimeout = timeout;
        _operationAt = Deadline.Never;
        _isOperationTimed = false;
        if (rate is null && _rate is null)
            return;
        _isCounting = CountsBytes;
        _rate ??= new RateWatch(_clock);
        _rate.Reset(rate);
    }

    public override bool TryRead(out ReadResult result)
    {
        BeginHold();
        if (!_hasRest)
            return TryReadInner(out result);
        if (_isCancelWanted)
        {
            GiveBackRest();
            return TryReadInner(out result);
        }

        result = new ReadResult(_read, isCanceled: false, _isReadFinal);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (TryRead(out ReadResult result))
            return new(result);
        _connection.ThrowIfEnded();
        if (_connection.FlushBeforeRead && _connection.Output.UnflushedBytes > 0)
        {
            ValueTask<FlushResult> flush = _connection.Output.FlushAsync(cancellationToken);
            if (!flush.IsCompletedSuccessfully)
                return FlushAndReadAsync(flush, cancellationToken);
        }

        return ReadMoreAsync(cancellationToken);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_isCounting)
            _consumed += _read.Slice(0, consumed).Length;
        // A buffer read to its end goes back at once, and so does one of several.
        _hasRest = consumed.GetObject() == _read.Start.GetObject() && !examined.Equals(_read.End);
        if (_hasRest)
        {
            _read = _read.Slice(consumed);
        }
        else
        {
            _read = default;
            _inner.AdvanceTo(consumed, examined);
        }

        EndHold();
    }

    public override void CancelPendingRead()
    {
        _isCancelWanted = true;
        _inner.CancelPendingRead();
    }

    /// <summary>Wakes a waiting read without its wanting to be canceled: it looks at what has become of the deadline and the connection.</summary>
    public void Wake() => _inner.CancelPendingRead();

    void IDeadlineOwner.OnDeadline() => Wake();

    public override void Complete(Exception? exception = null)
    {
        _hasRest = false;
        _read = default;
        CompleteInner(exception);
    }

    public void Dispose() => _deadline.Dispose();

    /// <summary>
    /// Wakes a read, and completes the pipe; if a read is under way or what it read is still looked at, that is done when it ends. (The pipe's
    /// buffers go back to a pool: a late look would see another connection's bytes.)
    /// </summary>
    public void Close(Exception? reason)
    {
        _closeReason = reason;
        _isClosed = true;
        // Closed is seen before the hold is looked at, and the other way round in BeginHold, which needs no barrier of its own for this one.
        Interlocked.MemoryBarrierProcessWide();
        if (_isHeld)
            Wake();
        else
            CompleteInner(reason);
    }

    private bool TryReadInner(out ReadResult result)
    {
        bool isHeld = false;
        try
        {
            if (!_inner.TryRead(out result))
                return false;
            if (result.IsCanceled)
                result = AfterCancel(result, isTimed: false);
            isHeld = true;
            result = Noted(result);
            return true;
        }
        catch (Exception error) when (_connection.IsFailure(error, CancellationToken.None))
        {
            throw _connection.Fail(error);
        }
        finally
        {
            if (!isHeld)
                EndHold();
        }
    }

    private void GiveBackRest()
    {
        _hasRest = false;
        _inner.AdvanceTo(_read.Start);
        _read = default;
    }

    private ReadResult Noted(ReadResult result)
    {
        _read = result.Buffer;
        _isReadFinal = result.IsCompleted;
        return result;
    }

    private void CompleteInner(Exception? reason)
    {
        if (Interlocked.Exchange(ref _isInnerCompleted, 1) == 0)
            _inner.Complete(reason);
    }

    private async ValueTask<ReadResult> FlushAndReadAsync(ValueTask<FlushResult> flush, CancellationToken cancellationToken)
    {
        await flush.ConfigureAwait(false);
        return await ReadMoreAsync(cancellationToken).ConfigureAwait(false);
    }

    private void BeginHold()
    {
        _isHeld = true;
        if (!_isClosed)
            return;
        EndHold();
        _connection.ThrowIfEnded();
    }

    private void EndHold()
    {
        _isHeld = false;
        if (_isClosed)
            CompleteInner(_closeReason);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadMoreAsync(CancellationToken cancellationToken)
    {
        BeginHold();
        Reads++;
        if (!_isOperationTimed)
        {
            _isOperationTimed = true;
            _operationAt = _clock.After(_operationTimeout);
        }

        bool isHeld = false;
        _deadline.BeginWait(_rate is null ? _operationAt : Math.Min(_operationAt, _rate.At));
        try
        {
            ValueTask<ReadResult> reading = _inner.ReadAsync(cancellationToken);
            bool isAtHand = reading.IsCompleted;
            ReadResult result = await reading.ConfigureAwait(false);
            if (result.IsCanceled)
                result = AfterCancel(result, isTimed: true);
            isHeld = true;
            if (_turn.IsOver(isAtHand))
            {
                await Task.Yield(); // to the end of the pool's global queue
                _turn.Begin();
            }

            if (_rate?.Note(_consumed, result.Buffer.Length) == true)
                _isCounting = true;
            return Noted(result);
        }
        catch (Exception error) when (_connection.IsFailure(error, cancellationToken))
        {
            throw _connection.Fail(error);
        }
        finally
        {
            _deadline.EndWait();
            if (!isHeld)
                EndHold();
        }
    }

    /// <summary>A canceled read was stopped by its caller, or woken by the deadline or by the end of the connection.</summary>
    private ReadResult AfterCancel(ReadResult result, bool isTimed)
    {
        if (_isCancelWanted)
        {
            _isCancelWanted = false;
            return result;
        }

        bool isFixed = isTimed && _deadline.HasFixedPassed;
        if (isFixed || (isTimed && _deadline.HasOperationPassed) || _connection.HasEnded)
        {
            if (EndsQuietly && !_connection.HasEnded)
            {
                IsLate = true;
                return result;
            }

            // What is at hand stays for the next read.
            _inner.AdvanceTo(result.Buffer.Start);
            _connection.ThrowIfEnded();
            if (!isFixed && _rate?.HasPassed == true)
                throw _rate.Exception;
            throw new TimeoutException(isFixed ? "the read deadline has passed" : $"timed out after {_operationTimeout.TotalSeconds:0.###} s");
        }

        // Woken for a deadline that has moved since.
        return new ReadResult(result.Buffer, isCanceled: false, result.IsCompleted);
    }
}
