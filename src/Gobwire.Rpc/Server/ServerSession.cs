using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Gobwire.Commands;
using Gobwire.Rpc.Codecs;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Rpc.Server;

/// <summary>Serves one connection: reads requests one behind the other, runs their calls side by side, and answers in the order they end.</summary>
internal sealed partial class ServerSession : IDisposable
{
    private const long MaxLingerBytes = 1 << 20;

    private readonly TransportConnection _transport;
    private readonly ServiceTable _table;
    private readonly RpcServerOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly SendQueue _queue;
    private readonly InlineWork _work;
    private readonly SemaphoreSlim _slots;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _peer;
    private readonly ConnectionMeasure? _measure;
    private readonly RateAllowance? _allowance;
    private string? _errorType;
    private bool _isRequestBegun;
    private bool _hasPeerEnded;
    private bool _isRefused;

    /// <summary>Calls under way, and one for the loop that reads.</summary>
    private int _active = 1;

    public ServerSession(
        TransportConnection transport,
        ServiceTable table,
        RpcServerOptions options,
        ILogger logger,
        ConnectionMeasure? measure,
        CancellationToken stopping)
    {
        _transport = transport;
        _table = table;
        _options = options;
        _logger = logger;
        _measure = measure;
        _stopping = stopping;
        _peer = transport.ToString();
        _slots = new SemaphoreSlim(options.MaxConcurrentCalls);
        _queue = new SendQueue(transport, options.MaxQueuedBytes);
        _work = new InlineWork(_queue);
        Codec = options.CreateCodec(transport.Input, _queue);
        transport.FlushTimeout = options.WriteTimeout;
        transport.MinFlushRate = options.MinWriteRate;
        if (Telemetry.Rpc.IsRequestSizeObserved)
            transport.CountsBytes = true;
        if (options.MaxCallsPerSecond is { } rate)
            _allowance = new RateAllowance(rate, options.TimeProvider);
    }

    public ServerCodec Codec { get; }

    /// <summary>Fires when the connection is lost.</summary>
    public CancellationToken Aborted => _transport.Aborted;

    private bool IsBusy => Volatile.Read(ref _active) > 2;

    public async Task RunAsync()
    {
        using CancellationTokenRegistration stop =
            _stopping.UnsafeRegister(static input => ((PipeReader)input!).CancelPendingRead(), _transport.Input);
        bool isOrdinary = false;
        try
        {
            while (!_isRefused && await _work.Await(WaitForRequestAsync()))
            {
                if (await _work.Await(ReadRequestAsync()) is { } call)
                    _work.Add(call);
            }

            isOrdinary = !_isRefused;
        }
        catch (Exception error) when (LogEnd(error))
        {
            // Calls begun are answered all the same.
        }

        _work.HandOver();
        await DrainAsync().ConfigureAwait(false);
        if (isOrdinary)
            LogOrdinaryEnd();
        _measure?.ErrorType = _errorType;
        await _transport.CloseAsync(_options.LingerTimeout, MaxLingerBytes).ConfigureAwait(false);
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>Sends a reply; waits while too much is queued.</summary>
    public ValueTask ReplyAsync<TReply>(string method, ReplyMessage<TReply> reply) => SendAsync(method, reply);

    /// <summary>Answers a call that failed: with the text it wants, or with one that tells strangers nothing.</summary>
    /// <returns>The type of the error.</returns>
    public async ValueTask<string> AnswerFailureAsync(RequestHeader header, string method, Exception error)
    {
        if (_transport.IsAborted)
            return ErrorTypes.ConnectionLost; // nobody is there to be answered
        string text = error.Message;
        if (error is not RpcServerException)
        {
            Log.CallFailed(_logger, error, _peer, header.ServiceMethod);
            text = _options.IncludeExceptionMessages && text.Length > 0 ? text : RpcServerOptions.InternalError;
        }

        await TryAnswerAsync(header, method, text).ConfigureAwait(false);
        return error is RpcServerException ? ErrorTypes.ServerError : ErrorTypes.HandlerFailed;
    }

    /// <summary>Answers a call that has taken too long.</summary>
    /// <returns>The type of the error.</returns>
    public async ValueTask<string> AnswerOverdueAsync(RequestHeader header, string method)
    {
        double seconds = _options.CallTimeout.TotalSeconds;
        Log.CallTimedOut(_logger, _peer, method, seconds);
        await TryAnswerAsync(header, method, string.Create(CultureInfo.InvariantCulture, $"the call took longer than {seconds:0.###} s")).ConfigureAwait(false);
        return ErrorTypes.HandlerTimeout;
    }

    /// <summary>Begins the time of a call; null where it has no end.</summary>
    public CallTimeout? BeginTimeout() =>
        _options.CallTimeout == Timeout.InfiniteTimeSpan ? null : new CallTimeout(_options.CallTimeout, _options.TimeProvider, Aborted);

    /// <summary>Tells a method or a filter who calls.</summary>
    public RpcCallContext CreateContext(string method, CancellationToken cancellationToken) => new(method, _transport, _peer, cancellationToken);

    public void EndCall()
    {
        _slots.Release();
        Leave();
    }

    /// <summary>Waits for a request's first byte. False when the peer has ended, or a stop is asked for.</summary>
    private async ValueTask<bool> WaitForRequestAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            _isRequestBegun = false;
            _transport.BeginRead(_options.IdleTimeout);
            ReadResult result;
            try
            {
                result = await _transport.Input.ReadAsync().ConfigureAwait(false);
            }
            catch (TimeoutException) when (!_transport.IsAborted && Volatile.Read(ref _active) > 1)
            {
                continue; // not idle: a call is under way
            }

            ReadOnlySequence<byte> rest = result.Buffer.Slice(Codec.FindMessage(result.Buffer));
            _transport.Input.AdvanceTo(rest.Start);
            if (result.IsCanceled)
                break;
            if (!rest.IsEmpty)
            {
                _isRequestBegun = true;
                _transport.BeginRead(_options.RequestTimeout, _options.MinDataRate);
                return true;
            }

            if (result.IsCompleted)
            {
                _hasPeerEnded = true;
                break;
            }
        }

        return false;
    }

    /// <summary>Reads a request. The call to be run, unless it was answered at once.</summary>
    private async ValueTask<ServerCall?> ReadRequestAsync()
    {
        long consumed = _transport.ConsumedBytes;
        RequestHeader header = await Codec.ReadHeaderAsync().ConfigureAwait(false)
            ?? throw new GobException(GobErrorKind.Truncated, "the input ended before a request");
        RpcMethod? method = _table.Find(header.ServiceMethod, out string problem);
        if (_allowance?.TryTake() == false)
        {
            await RefuseAsync(header, method, $"more than {_options.MaxCallsPerSecond} calls a second").ConfigureAwait(false);
            return null;
        }

        if (method is null)
        {
            await Codec.SkipBodyAsync().ConfigureAwait(false);
            Log.UnknownMethod(_logger, _peer, LogText.Of(header.ServiceMethod));
            await AnswerUncalledAsync(header, ProtocolTelemetry.OtherMethod, problem, ErrorTypes.UnknownMethod).ConfigureAwait(false);
            return null;
        }

        ServerCall call;
        try
        {
            call = await method.ReadCallAsync(this, header).ConfigureAwait(false);
        }
        catch (Exception error) when (Codec.IsWholeAfter(error))
        {
            NoteDecodeError(method.FullName, error);
            Log.BadArgument(_logger, _peer, method.FullName, ReasonOf(error));
            await AnswerUncalledAsync(header, method.FullName, error.Message, ErrorTypes.BadArgument).ConfigureAwait(false);
            return null;
        }

        if (_transport.CountsBytes)
            Telemetry.Rpc.RecordRequestSize(method.FullName, _transport.ConsumedBytes - consumed);
        await TakeSlotAsync().ConfigureAwait(false);
        return call;
    }

    private async ValueTask TakeSlotAsync()
    {
        if (!_slots.Wait(0, CancellationToken.None))
        {
            // Nothing is read meanwhile: the peer's end would not be seen.
            _transport.BeginWatch();
            await _slots.WaitAsync(_transport.Aborted).ConfigureAwait(false);
            _transport.EndWatch();
        }

        Interlocked.Increment(ref _active);
    }

    private ValueTask AnswerAsync(RequestHeader header, string method, string error) =>
        SendAsync(method, new ErrorMessage(Codec, header, error));

    private ValueTask SendAsync<TMessage>(string method, TMessage message)
        where TMessage : IOutgoing => Telemetry.Rpc.IsResponseSizeObserved
            ? _queue.SendAsync(new SizedMessage<TMessage>(message, method), IsBusy, CancellationToken.None)
            : _queue.SendAsync(message, IsBusy, CancellationToken.None);

    private async ValueTask TryAnswerAsync(RequestHeader header, string method, string error)
    {
        try
        {
            await AnswerAsync(header, method, error).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is IOException or TimeoutException)
        {
            // The loop that reads says so.
        }
    }

    private async Task DrainAsync()
    {
        Leave();
        if (!_drained.Task.IsCompleted)
        {
            _transport.BeginWatch();
            await _drained.Task.ConfigureAwait(false);
            _transport.EndWatch();
        }

        await _queue.WaitIdleAsync().ConfigureAwait(false);
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _active) == 0)
            _drained.SetResult();
    }
}
