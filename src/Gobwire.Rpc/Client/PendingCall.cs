using Gobwire.Rpc.Codecs;
using Gobwire.Rpc.Wire;
using PolyType;

namespace Gobwire.Rpc.Client;

/// <inheritdoc cref="IPendingCall"/>
/// <typeparam name="TReply">The reply's type.</typeparam>
internal sealed class PendingCall<TReply>(string serviceMethod, ITypeShape<TReply>? shape)
    : TaskCompletionSource<TReply>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingCall
{
    public string ServiceMethod => serviceMethod;

    public async ValueTask ReadReplyAsync(ClientCodec codec)
    {
        if (typeof(TReply) == typeof(EmptyStruct))
        {
            // Whoever wants nothing takes whatever comes, as Go does with a reply of nil.
            await codec.SkipBodyAsync().ConfigureAwait(false);
            TrySetResult(default!);
            return;
        }

        TrySetResult(await codec.ReadBodyAsync(shape).ConfigureAwait(false));
    }

    public void Fail(Exception error) => TrySetException(error);

    public void Cancel(CancellationToken token) => TrySetCanceled(token);
}
