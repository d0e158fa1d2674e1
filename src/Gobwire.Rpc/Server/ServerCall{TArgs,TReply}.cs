using Gobwire.Rpc.Codecs;

namespace Gobwire.Rpc.Server;

/// <inheritdoc/>
internal sealed class ServerCall<TArgs, TReply>(ServerSession session, RpcMethod<TArgs, TReply> method, RequestHeader header, TArgs args)
    : ServerCall
{
    public override void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            method.CountCall();
            TReply reply = await method.Handler(args, session.Aborted).ConfigureAwait(false);
            await session.ReplyAsync(new ReplyMessage<TReply>(session.Codec, header, reply, method.ReplyShape)).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await session.AnswerFailureAsync(header, error).ConfigureAwait(false);
        }
        finally
        {
            session.EndCall();
        }
    }
}
