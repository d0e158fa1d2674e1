using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Gobwire.Transport;

/// <summary>A connection's input: its reads end at the deadline, and fail alike whatever transport is underneath.</summary>
internal sealed class DeadlinePipeReader : PipeReader, IDisposable
{
    private readonly TransportConnection _connection;
    private readonly PipeReader _inner;
    private readonly ConnectionClock _clock;
    private readonly Deadline _deadline;
    private long _fixedAt = Deadline.Never;
    private TimeSpan _operationTimeout = Timeout.InfiniteTimeSpan;
    private long _operationAt = Deadline.Never;
    private bool _isOperationTimed;
    private volatile bool _isWaiting;
    private volatile bool _isCancelWanted;

    public DeadlinePipeReader(TransportConnection connection, PipeReader inner, ConnectionClock clock)
    {
        _connection = connection;
        _inner = inner;
        _clock = clock;
        _deadline = new Deadline(clock.Time, OnExpired);
    }

    /// <summary>Whether a read waits for input.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>Sets the fixed deadline; a read that waits now is held to it too, as in Go.</summary>
    public void SetDeadline(DateTimeOffset? at)
    {
        Volatile.Write(ref _fixedAt, _clock.At(at));
        if (_isWaiting)
            _deadline.Set(Math.Min(Volatile.Read(ref _fixedAt), _operationAt));
    }

    /// <summary>Begins an operation of one or more reads. Its time runs from the first that has to wait.</summary>
    public void BeginOperation(TimeSpan timeout)
    {
        _operationTimeout = timeout;
        _operationAt = Deadline.Never;
        _isOperationTimed = false;
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_inner.TryRead(out result))
            return false;
        if (result.IsCanceled)
            result = AfterCancel(result, throwTimeout: false);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (TryRead(out ReadResult result))
            return new(result);
        _connection.ThrowIfAborted();
        if (_connection.FlushBeforeRead && _connection.Output.UnflushedBytes > 0)
            return FlushAndReadAsync(cancellationToken);
        return ReadMoreAsync(cancellationToken);
    }

    public override void AdvanceTo(SequencePosition consumed) => _inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead()
    {
        _isCancelWanted = true;
        _inner.CancelPendingRead();
    }

    /// <summary>Wakes a waiting read without its wanting to be canceled: it looks at what has become of the connection.</summary>
    public void Wake() => _inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    public void Dispose() => _deadline.Dispose();

    private async ValueTask<ReadResult> FlushAndReadAsync(CancellationToken cancellationToken)
    {
        await _connection.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await ReadMoreAsync(cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<ReadResult> ReadMoreAsync(CancellationToken cancellationToken)
    {
        ValueTask<ReadResult> read = _inner.ReadAsync(cancellationToken);
        if (!read.IsCompletedSuccessfully)
            return WaitAsync(read);
        ReadResult result = read.Result;
        return new(result.IsCanceled ? AfterCancel(result, throwTimeout: true) : result);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> read)
    {
        if (!_isOperationTimed)
        {
            _isOperationTimed = true;
            _operationAt = _clock.After(_operationTimeout);
        }

        _isWaiting = true;
        _deadline.Set(Math.Min(Volatile.Read(ref _fixedAt), _operationAt));
        if (_connection.IsAborted)
            _inner.CancelPendingRead(); // it ended between the check and the wait
        try
        {
            ReadResult result = await read.ConfigureAwait(false);
            return result.IsCanceled ? AfterCancel(result, throwTimeout: true) : result;
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

    /// <summary>A canceled read was stopped by its caller, or woken by the deadline or by the end of the connection.</summary>
    private ReadResult AfterCancel(ReadResult result, bool throwTimeout)
    {
        if (_isCancelWanted)
        {
            _isCancelWanted = false;
            return result;
        }

        if (_connection.IsAborted || (throwTimeout && _clock.Now >= Math.Min(Volatile.Read(ref _fixedAt), _operationAt)))
        {
            // What is at hand stays for the next read.
            _inner.AdvanceTo(result.Buffer.Start);
            _connection.ThrowIfAborted();
            throw new TimeoutException("the read deadline has passed");
        }

        // Woken for a deadline that has moved since.
        return new ReadResult(result.Buffer, isCanceled: false, result.IsCompleted);
    }

    private void OnExpired()
    {
        if (_isWaiting)
            _inner.CancelPendingRead();
    }
}
