using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using Gobwire.Rpc.Codecs;
using Gobwire.Transport;
using PolyType;

namespace Gobwire.Rpc.Client;

/// <summary>One connection of a client: one send queue, one input loop, one table of pending calls.</summary>
internal sealed class ClientConnection
{
    private readonly TransportConnection _transport;
    private readonly SendQueue _queue;
    private readonly ClientCodec _codec;
    private readonly PendingCalls _pending = new();
    private readonly TransportRate? _minDataRate;
    private readonly InlineWork _work;
    private volatile bool _isClosing;

    public ClientConnection(TransportConnection transport, RpcClientOptions options)
    {
        _transport = transport;
        transport.FlushTimeout = options.WriteTimeout;
        _queue = new SendQueue(transport, options.MaxQueuedBytes);
        _work = new InlineWork(_queue);
        _minDataRate = options.MinDataRate;
        _codec = options.CreateCodec(transport.Input, _queue);
        // Nothing of the dialing caller's context: replies are handed out on the loop's thread.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            Completion = Task.Run(RunAsync);
    }

    /// <summary>Ends when the connection has: all its calls have ended then, or are about to on the thread pool.</summary>
    public Task Completion { get; }

    /// <summary>The server's end point; null where the transport has none.</summary>
    public EndPoint? RemoteEndPoint => _transport.RemoteEndPoint;

    /// <summary>Why the connection ended; null while it has not.</summary>
    public RpcException? Cause => _pending.Cause;

    /// <summary>Sends a call; the task ends with its reply.</summary>
    public Task<TReply> CallAsync<TArgs, TReply>(
        string serviceMethod, TArgs args, ITypeShape<TArgs>? argsShape, ITypeShape<TReply>? replyShape, CancellationToken cancellationToken)
    {
        var call = new PendingCall<TReply>(serviceMethod, replyShape);
        ulong seq;
        bool isBusy;
        ValueTask sending;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            seq = _pending.Add(call, out isBusy);
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            return Task.FromException<TReply>(error);
        }

        try
        {
            sending = _queue.SendAsync(new RequestMessage<TArgs>(_codec, serviceMethod, seq, args, argsShape), isBusy, cancellationToken);
        }
        catch (Exception error) when (EndUnsent(seq, error))
        {
            return call.Task;
        }

        return sending.IsCompletedSuccessfully && !cancellationToken.CanBeCanceled ? call.Task : WaitAsync(call, seq, sending, cancellationToken);
    }

    /// <summary>Closes: pending calls end with Go's <c>ErrShutdown</c>.</summary>
    public async Task CloseAsync()
    {
        _isClosing = true;
        _pending.Close(new RpcException(RpcErrorKind.Shutdown, "connection is shut down"));
        _transport.Input.CancelPendingRead();
        await Completion.ConfigureAwait(false);
    }

    private async Task<TReply> WaitAsync<TReply>(PendingCall<TReply> call, ulong seq, ValueTask sending, CancellationToken cancellationToken)
    {
        try
        {
            await sending.ConfigureAwait(false);
        }
        catch (Exception error) when (EndUnsent(seq, error))
        {
            return await call.Task.ConfigureAwait(false);
        }

        // Its reply, should it still come, finds no call and is skipped.
        using CancellationTokenRegistration giveUp =
            cancellationToken.UnsafeRegister((_, token) => _pending.Remove(seq)?.Cancel(token), null);
        return await call.Task.ConfigureAwait(false);
    }

    /// <summary>The call was not sent: its arguments have no form, it was given up, or the connection is lost.</summary>
    private bool EndUnsent(ulong seq, Exception error)
    {
        IPendingCall? call = _pending.Remove(seq);
        call?.Fail(error is IOException or TimeoutException
            ? new RpcException(RpcErrorKind.ConnectionLost, $"{call.ServiceMethod}: {error.Message}", error)
            : error);
        return true;
    }

    private async Task RunAsync()
    {
        RpcException cause;
        try
        {
            while (await _work.Await(ReadHeaderAsync()) is { } header)
            {
                if (await _work.Await(ReadResponseAsync(header)) is { } call)
                    _work.Add(call);
            }

            cause = new RpcException(RpcErrorKind.ConnectionLost, "the server closed the connection");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            cause = CauseOf(error);
        }

        _work.HandOver();
        _pending.Close(cause);
        if (!_queue.WaitIdleAsync().IsCompleted)
            _transport.Abort(cause.Message);
        await _queue.WaitIdleAsync().ConfigureAwait(false);
        await _transport.DisposeAsync().ConfigureAwait(false);
    }

    private ValueTask<ResponseHeader?> ReadHeaderAsync() => _minDataRate is null ? _codec.ReadHeaderAsync() : ReadHeaderAtRateAsync();

    /// <summary>Before a response's first byte nothing is due; from there on the rate counts.</summary>
    private async ValueTask<ResponseHeader?> ReadHeaderAtRateAsync()
    {
        _transport.BeginRead(Timeout.InfiniteTimeSpan);
        for (bool isBegun = false; !isBegun;)
        {
            ReadResult result = await _transport.Input.ReadAsync().ConfigureAwait(false);
            ReadOnlySequence<byte> rest = result.Buffer.Slice(_codec.FindMessage(result.Buffer));
            _transport.Input.AdvanceTo(rest.Start);
            if (result.IsCanceled)
                throw new OperationCanceledException("The read was canceled.");
            isBegun = !rest.IsEmpty || result.IsCompleted;
        }

        _transport.BeginRead(Timeout.InfiniteTimeSpan, _minDataRate);
        return await _codec.ReadHeaderAsync().ConfigureAwait(false);
    }

    /// <summary>Reads a response's body. The call, if it has its reply now.</summary>
    private async ValueTask<IPendingCall?> ReadResponseAsync(ResponseHeader header)
    {
        IPendingCall? call = _pending.Remove(header.Seq);
        if (call is null || header.Error.Length > 0)
        {
            // Given up before, or failed at the server: an error has a body too.
            call?.Fail(new RpcServerException(header.Error));
            await _codec.SkipBodyAsync().ConfigureAwait(false);
            return null;
        }

        try
        {
            await call.ReadReplyAsync(_codec).ConfigureAwait(false);
            return call;
        }
        catch (Exception error) when (_codec.IsWholeAfter(error))
        {
            call.Fail(new RpcException(RpcErrorKind.BadReply, $"{call.ServiceMethod}: reading the reply: {error.Message}", error));
            return null;
        }
        catch (Exception error)
        {
            RpcException cause = CauseOf(error);
            call.Fail(new RpcException(cause.Kind, $"{call.ServiceMethod}: {cause.Message}", error));
            throw;
        }
    }

    private RpcException CauseOf(Exception error) => error switch
    {
        OperationCanceledException when _isClosing => new RpcException(RpcErrorKind.Shutdown, "connection is shut down"),
        TransportRateException => new RpcException(RpcErrorKind.ConnectionLost, $"a reply came {error.Message}", error),
        GobException { Kind: GobErrorKind.Truncated } =>
            new RpcException(RpcErrorKind.ConnectionLost, $"the server closed the connection in the middle of a reply: {error.Message}", error),
        GobException { Kind: GobErrorKind.LimitExceeded } => new RpcException(RpcErrorKind.LimitExceeded, error.Message, error),
        GobException or JsonException => new RpcException(RpcErrorKind.Protocol, $"the server does not speak the protocol: {error.Message}", error),
        _ => new RpcException(RpcErrorKind.ConnectionLost, error.Message, error),
    };
}
