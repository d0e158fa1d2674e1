namespace Gobwire.Rpc.Server;

/// <summary>Tells a handler who calls. A call makes its context when it is asked, once at most, and most never are; a context has itself.</summary>
internal interface IRpcCaller
{
    /// <param name="cancellationToken">The call's token.</param>
    RpcCallContext GetContext(CancellationToken cancellationToken);
}
