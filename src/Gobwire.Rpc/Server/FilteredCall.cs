namespace Gobwire.Rpc.Server;

/// <summary>A call inside its filters, which know neither the type of its arguments nor that of its reply.</summary>
internal abstract class FilteredCall
{
    /// <summary>Calls the method.</summary>
    public abstract ValueTask RunAsync(RpcCallContext context);
}
