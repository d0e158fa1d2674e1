namespace Gobwire.Rpc.Client;

/// <inheritdoc/>
/// <param name="returnType">The method's return type.</param>
internal sealed class ProxyCall<TArgs, TReply>(Type returnType) : ProxyCall
{
    public override object Invoke(RpcClient client, string serviceMethod, object? args, CancellationToken cancellationToken)
    {
        Task<TReply> call = client.CallAsync<TArgs, TReply>(serviceMethod, (TArgs)args!, cancellationToken);
        if (returnType == typeof(ValueTask))
            return new ValueTask(call);
        return returnType == typeof(ValueTask<TReply>) ? new ValueTask<TReply>(call) : call;
    }
}
