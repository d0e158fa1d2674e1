using Gobwire.Commands;
using Gobwire.Rpc.Codecs;

namespace Gobwire.Rpc.Server;

/// <inheritdoc/>
internal sealed class ServerCall<TArgs, TReply>(ServerSession session, RpcMethod<TArgs, TReply> method, RequestHeader header, TArgs args)
    : ServerCall
{
    public override void Execute() => _ = session.HasCallTimeout ? RunInTimeAsync() : RunAsync();

    private async Task RunAsync()
    {
        CallMeasure measure = session.BeginServing(method);
        string? errorType = null;
        try
        {
            method.CountCall();
            await ReplyAsync(await method.Handler(args, session.Aborted).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            errorType = await session.AnswerFailureAsync(header, method.FullName, error).ConfigureAwait(false);
        }
        finally
        {
            measure.End(errorType);
            session.EndCall();
        }
    }

    private async Task RunInTimeAsync()
    {
        CallMeasure measure = session.BeginServing(method);
        using CallTimeout timeout = session.BeginTimeout();
        Task<TReply>? handling = null;
        string? errorType = null;
        try
        {
            method.CountCall();
            handling = method.Handler(args, timeout.Token).AsTask();
            await ReplyAsync(await handling.WaitAsync(timeout.Token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsOver)
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
            if (handling is not null)
                await ((Task)handling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            session.EndCall();
        }
    }

    private ValueTask ReplyAsync(TReply reply) =>
        session.ReplyAsync(method.FullName, new ReplyMessage<TReply>(session.Codec, header, reply, method.ReplyShape));
}
