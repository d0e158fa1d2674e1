using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Transport;

/// <summary>
/// A connection as two pipes, with what pipes lack: deadlines, an end that can be told from an abort, and a close that lets the last
/// reply arrive. Reads and flushes throw <see cref="TimeoutException"/> at a deadline and <see cref="IOException"/> when the connection is lost.
/// </summary>
/// <remarks>
/// The end of the input is not the end of the connection: a peer that has shut its sending side may wait for a reply. Only
/// <see cref="Aborted"/> says that nobody is there.
/// </remarks>
public abstract partial class TransportConnection : IDuplexPipe, IAsyncDisposable
{
    private CancellationTokenSource? _aborted;
    private readonly DeadlinePipeReader _input;
    private readonly DeadlinePipeWriter _output;
    private readonly ConnectionClock _clock;
    private Exception? _abortReason;
    private bool _isOutputCompleted;
    private int _isClosed;

    /// <summary>Wraps a transport's pipes.</summary>
    /// <param name="pipe">The pipes.</param>
    /// <param name="timeProvider">The clock of the deadlines; null for the system's.</param>
    protected TransportConnection(IDuplexPipe pipe, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        _clock = new ConnectionClock(timeProvider ?? TimeProvider.System);
        _input = new DeadlinePipeReader(this, pipe.Input, _clock);
        _output = new DeadlinePipeWriter(this, pipe.Output, _clock);
    }

    /// <summary>What the peer sends.</summary>
    public PipeReader Input => _input;

    /// <summary>What goes to the peer, when it is flushed. A flush that runs into a deadline aborts the connection: half of it may be sent.</summary>
    public PipeWriter Output => _output;

    /// <summary>The local end point; null where the transport has none.</summary>
    public abstract EndPoint? LocalEndPoint { get; }

    /// <summary>The peer's end point; null where the transport has none.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>The certificate with which the peer has proved who it is; null where TLS was not used, or none was asked for.</summary>
    public virtual X509Certificate2? PeerCertificate => null;

    /// <summary>Fires when the connection is lost: reset, aborted, or failed. A peer that only stopped sending does not fire it.</summary>
    public CancellationToken Aborted => AbortedSource().Token;

    /// <summary>Whether the connection is lost.</summary>
    public bool IsAborted => Volatile.Read(ref _abortReason) is not null;

    /// <summary>
    /// Why the connection was lost; null if it was not. A <see cref="TimeoutException"/> says that the peer has not read what it was sent, an
    /// <see cref="TransportOutputException"/> that too much was written.
    /// </summary>
    public Exception? AbortReason => Volatile.Read(ref _abortReason);

    /// <summary>Whether what is not flushed yet is flushed before a read has to wait, as suits protocols of command and reply. Default false.</summary>
    public bool FlushBeforeRead { get; set; }

    /// <summary>Whether a read waits for input right now.</summary>
    public bool IsReading => _input.IsWaiting;

    /// <summary>How long each flush may take; longer only where <see cref="MinFlushRate"/> is set. Default infinite.</summary>
    public TimeSpan FlushTimeout
    {
        get => _output.FlushTimeout;
        set => _output.FlushTimeout = value;
    }

    /// <summary>
    /// How many bytes a second the peer must have taken, on average over <see cref="FlushTimeout"/>, for a flush to have as long again: so a large
    /// one may take its time with a peer that reads slowly, and none with a peer that does not read. Null, the default, ends each flush at the timeout.
    /// </summary>
    public int? MinFlushRate
    {
        get => _output.MinFlushRate;
        set => _output.MinFlushRate = value;
    }

    /// <summary>
    /// How many bytes of output may wait to be flushed; whoever writes more gets an <see cref="TransportOutputException"/>, and the connection is
    /// aborted. Default: as many as memory holds.
    /// </summary>
    public long MaxUnflushedBytes
    {
        get => _output.MaxUnflushed;
        set => _output.MaxUnflushed = value;
    }

    /// <summary>Whether <see cref="ConsumedBytes"/> counts. Default false: it costs a little with each read. To be set before the first.</summary>
    public bool CountsBytes
    {
        get => _input.CountsBytes;
        set => _input.CountsBytes = value;
    }

    /// <summary>How many bytes of input were consumed, where <see cref="CountsBytes"/> is set.</summary>
    public long ConsumedBytes => _input.Consumed;

    /// <summary>How many bytes were written to the output, flushed or not.</summary>
    public long WrittenBytes => _output.Written;

    /// <summary>Sets the point in time at which reads end, now waiting or to come; null for none (Go: <c>SetReadDeadline</c>).</summary>
    /// <param name="at">The point in time. Bytes at hand can be read after it.</param>
    public void SetReadDeadline(DateTimeOffset? at) => _input.SetDeadline(at);

    /// <summary>Sets the point in time at which flushes end, now waiting or to come; null for none (Go: <c>SetWriteDeadline</c>).</summary>
    /// <param name="at">The point in time.</param>
    public void SetWriteDeadline(DateTimeOffset? at) => _output.SetDeadline(at);

    /// <summary>Begins an operation of one or more reads, and bounds it. Its time runs from the first read that has to wait.</summary>
    /// <param name="timeout">The bound, until the next call; infinite for none.</param>
    /// <param name="rate">
    /// The least rate at which its bytes must come, from the first that had to be waited for; then a read throws a
    /// <see cref="TransportRateException"/>. Null for any rate.
    /// </param>
    public void BeginRead(TimeSpan timeout, TransportRate? rate = null) => _input.BeginOperation(timeout, rate);

    /// <summary>Ends the connection at once, without regard to what is on its way; the peer sees a reset.</summary>
    /// <param name="reason">Why, for whoever reads or writes here.</param>
    public void Abort(string reason) => Fail(new IOException(reason));

    /// <summary>Flushes, then shuts the sending side: the peer reads the end of its input.</summary>
    /// <exception cref="IOException">The connection is lost.</exception>
    /// <exception cref="TimeoutException">The flush took too long.</exception>
    public async ValueTask CompleteOutputAsync()
    {
        if (_output.UnflushedBytes > 0)
            await _output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        ThrowIfEnded();
        if (_isOutputCompleted)
            return;
        _isOutputCompleted = true;
        try
        {
            // It is a flush too where the transport says goodbye in bytes, as TLS does.
            await ShutdownOutputAsync().AsTask().WaitAsync(FlushTimeout, _clock.Time).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            Fail(error);
            throw;
        }
    }

    /// <summary>
    /// Closes so that the last reply arrives: flushes, shuts the sending side, reads and discards what the peer still sends up to a bound,
    /// then closes. (Closing with unread input would send a reset, which can destroy the reply on its way.) A read that waits elsewhere is
    /// woken, and fails.
    /// </summary>
    /// <param name="lingerTimeout">How long to wait for the peer's end; and for the flush, where <see cref="FlushTimeout"/> is infinite.</param>
    /// <param name="maxLingerBytes">How many bytes to discard at most.</param>
    public async ValueTask CloseAsync(TimeSpan lingerTimeout, long maxLingerBytes)
    {
        try
        {
            if (FlushTimeout == Timeout.InfiniteTimeSpan)
                FlushTimeout = lingerTimeout;
            if (!_output.IsFlushing)
                await CompleteOutputAsync().ConfigureAwait(false);
            if (!IsReading)
                await DiscardAsync(lingerTimeout, maxLingerBytes).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or TimeoutException or InvalidOperationException)
        {
            // It is to be closed either way, also where its user has completed a pipe or is not done with it.
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes now: what is flushed is sent, what is not is lost. Use <see cref="CloseAsync"/> where a reply must arrive.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        _input.Dispose();
        _output.Dispose();
        _watch?.Dispose();
        await ReleaseAsync().ConfigureAwait(false);
        _input.Close(CompletionReason);
        GC.SuppressFinalize(this);
    }

    /// <summary>The peer as text, such as <c>127.0.0.1:50312</c>.</summary>
    public override string ToString() => PeerName.Of(RemoteEndPoint);

    /// <summary>Shuts the sending side of the transport.</summary>
    protected abstract ValueTask ShutdownOutputAsync();

    /// <summary>Ends the transport at once. Called once, on any thread, maybe while reads and flushes wait; they are woken afterwards.</summary>
    protected abstract void AbortTransport(Exception reason);

    /// <summary>Closes the transport and gives up its resources, but for the input pipe. Called once.</summary>
    protected abstract ValueTask ReleaseAsync();

    /// <summary>Takes note that the connection is lost, and returns the error for those who use it.</summary>
    /// <param name="cause">What the transport reported.</param>
    /// <returns>The error to throw.</returns>
    protected internal IOException Fail(Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        if (AbortReason is null && IsClosed)
            return Closed();
        string text = SocketErrorText.Of(cause);
        Exception reason = text == cause.Message ? cause : new IOException(text, cause);
        if (Interlocked.CompareExchange(ref _abortReason, reason, null) is null)
        {
            AbortTransport(reason);
            _input.Wake();
            _output.Wake();
            // Callbacks are the users' own: they run elsewhere.
            _ = Volatile.Read(ref _aborted)?.CancelAsync();
        }

        return LossOf(AbortReason!);
    }

    /// <summary>How many bytes of output the peer has taken so far, as the transport counts them. May be asked on any thread.</summary>
    /// <returns>The count, which only grows; null where the transport cannot tell.</returns>
    protected internal virtual long? CountTakenBytes() => null;

    /// <summary>How many bytes the peer's system has acknowledged, by Linux's own count for TCP (<c>tcpi_bytes_acked</c>).</summary>
    /// <param name="socket">The connection's socket.</param>
    /// <returns>The count; null with other systems and other sockets.</returns>
    protected static long? CountAcknowledgedBytes(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return TcpInformation.BytesAcknowledged(socket);
    }

    /// <summary>Whether the connection has been closed here, or lost.</summary>
    internal bool HasEnded => IsClosed || IsAborted;

    /// <summary>Whether an error means that the transport has failed, and not that a user gave up, misused a pipe, or ran out of time.</summary>
    internal bool IsFailure(Exception error, CancellationToken cancellationToken) => error switch
    {
        TimeoutException => false,
        // Aborted itself may be the token: then the loss came first.
        OperationCanceledException => IsAborted || !cancellationToken.IsCancellationRequested,
        ObjectDisposedException => true,
        InvalidOperationException => HasEnded,
        _ => true,
    };

    internal void ThrowIfEnded()
    {
        if (AbortReason is { } reason)
            throw LossOf(reason);
        if (IsClosed)
            throw Closed();
    }

    /// <summary>What the other side of a pipe is told: a timeout here is a loss there.</summary>
    private protected Exception? CompletionReason => AbortReason is TimeoutException late ? new IOException(late.Message, late) : AbortReason;

    /// <summary>Made for who asks: most connections end without anybody having listened for their loss.</summary>
    private CancellationTokenSource AbortedSource()
    {
        if (Volatile.Read(ref _aborted) is { } source)
            return source;
        source = new CancellationTokenSource();
        source = Interlocked.CompareExchange(ref _aborted, source, null) ?? source;
        // Lost before anybody could see the source, or at the same time: canceling twice does no harm.
        if (IsAborted)
            _ = source.CancelAsync();
        return source;
    }

    private bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    private static IOException Closed() => new("the connection is closed");

    private static IOException LossOf(Exception reason) => new($"the connection is lost: {reason.Message}", reason);

    private async ValueTask DiscardAsync(TimeSpan timeout, long maxBytes)
    {
        SetReadDeadline(null);
        BeginRead(timeout);
        _input.EndsQuietly = true;
        for (long discarded = 0; discarded <= maxBytes;)
        {
            ReadResult result = await _input.ReadAsync().ConfigureAwait(false);
            discarded += result.Buffer.Length;
            _input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || _input.IsLate)
                return;
        }
    }
}
