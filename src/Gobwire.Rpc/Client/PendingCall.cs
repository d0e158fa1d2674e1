using Gobwire.Rpc.Codecs;
using Gobwire.Rpc.Wire;
using PolyType;

namespace Gobwire.Rpc.Client;

/// <inheritdoc cref="IPendingCall"/>
/// <remarks>Whoever waits goes on where the call ends, so it ends only where that does no harm: in <see cref="Execute"/>.</remarks>
/// <typeparam name="TReply">The reply's type.</typeparam>
internal sealed class PendingCall<TReply>(string serviceMethod, ITypeShape<TReply>? shape) : TaskCompletionSource<TReply>, IPendingCall
{
    private TReply _reply = default!;
    private Exception? _error;
    private CancellationToken _canceled;

    public string ServiceMethod => serviceMethod;

    public async ValueTask ReadReplyAsync(ClientCodec codec)
    {
        // Whoever wants nothing takes whatever comes, as Go does with a reply of nil.
        if (typeof(TReply) == typeof(EmptyStruct))
            await codec.SkipBodyAsync().ConfigureAwait(false);
        else
            _reply = await codec.ReadBodyAsync(shape).ConfigureAwait(false);
    }

    public void Fail(Exception error)
    {
        _error = error;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Cancel(CancellationToken token)
    {
        _canceled = token;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        if (_error is not null)
            SetException(_error);
        else if (_canceled.IsCancellationRequested)
            SetCanceled(_canceled);
        else
            SetResult(_reply);
    }
}
