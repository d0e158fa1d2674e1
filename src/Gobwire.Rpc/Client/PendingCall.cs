using Gobwire.Rpc.Codecs;
using PolyType;

namespace Gobwire.Rpc.Client;

/// <inheritdoc cref="IPendingCall"/>
/// <typeparam name="TReply">The reply's type.</typeparam>
internal sealed class PendingCall<TReply>(string serviceMethod, ITypeShape<TReply>? shape)
    : TaskCompletionSource<TReply>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingCall
{
    public string ServiceMethod => serviceMethod;

    public async ValueTask ReadReplyAsync(ClientCodec codec) => TrySetResult(await codec.ReadBodyAsync(shape).ConfigureAwait(false));

    public void Fail(Exception error) => TrySetException(error);

    public void Cancel(CancellationToken token) => TrySetCanceled(token);
}
