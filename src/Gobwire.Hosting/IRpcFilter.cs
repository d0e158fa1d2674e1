using Gobwire.Rpc;

namespace Gobwire.Hosting;

/// <summary>A <see cref="RpcFilter"/> as a class, which a host's container makes anew, with what it needs, in the scope of each call.</summary>
public interface IRpcFilter
{
    /// <summary>Runs around a call's method.</summary>
    /// <param name="context">The call.</param>
    /// <param name="inner">What it is around: a further filter, or the method.</param>
    /// <returns>A task that ends with the call.</returns>
    ValueTask InvokeAsync(RpcCallContext context, RpcNext inner);
}
