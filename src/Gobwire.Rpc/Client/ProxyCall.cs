namespace Gobwire.Rpc.Client;

/// <summary>A method of a proxy.</summary>
internal abstract class ProxyCall
{
    /// <summary>Begins the call.</summary>
    /// <returns>What the method returns: a task of its kind.</returns>
    public abstract object Invoke(RpcClient client, string serviceMethod, object? args, CancellationToken cancellationToken);
}
