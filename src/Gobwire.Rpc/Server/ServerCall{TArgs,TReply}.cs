using Gobwire.Commands;
using Gobwire.Rpc.Codecs;

namespace Gobwire.Rpc.Server;

/// <inheritdoc/>
internal sealed class ServerCall<TArgs, TReply>(ServerSession session, RpcMethod<TArgs, TReply> method, RequestHeader header, TArgs args)
    : ServerCall, IRpcCaller
{
    public override void Execute() => _ = RunAsync();

    RpcCallContext IRpcCaller.GetContext(CancellationToken cancellationToken) => session.CreateContext(method.FullName, cancellationToken);

    private async Task RunAsync()
    {
        CallMeasure measure = session.BeginServing(method);
        using CallTimeout? timeout = session.BeginTimeout();
        Task<TReply>? timed = null;
        string? errorType = null;
        try
        {
            method.CountCall();
            TReply reply = timeout is null
                ? await method.Handler(args, this, session.Aborted).ConfigureAwait(false)
                : await (timed = method.Handler(args, this, timeout.Token).AsTask()).WaitAsync(timeout.Token).ConfigureAwait(false);
            await session.ReplyAsync(method.FullName, new ReplyMessage<TReply>(session.Codec, header, reply, method.ReplyShape)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout is { IsOver: true })
        {
            errorType = await session.AnswerOverdueAsync(header, method.FullName).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            errorType = await session.AnswerFailureAsync(header, method.FullName, error).ConfigureAwait(false);
        }
        finally
        {
            measure.End(errorType);
            // A method that does not heed its token is at work still, and counts.
            if (timed is not null)
                await ((Task)timed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            session.EndCall();
        }
    }
}
