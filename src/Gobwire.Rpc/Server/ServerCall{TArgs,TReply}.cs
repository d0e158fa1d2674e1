using Gobwire.Commands;
using Gobwire.Rpc.Codecs;

namespace Gobwire.Rpc.Server;

/// <inheritdoc/>
internal sealed class ServerCall<TArgs, TReply>(ServerSession session, RpcMethod<TArgs, TReply> method, RequestHeader header, TArgs args)
    : ServerCall
{
    public override void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        CallMeasure measure = session.BeginServing(method);
        string? errorType = null;
        try
        {
            method.CountCall();
            TReply reply = await method.Handler(args, session.Aborted).ConfigureAwait(false);
            await session.ReplyAsync(method.FullName, new ReplyMessage<TReply>(session.Codec, header, reply, method.ReplyShape)).ConfigureAwait(false);
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
}
