namespace Gobwire.Rpc;

/// <summary>What a <see cref="RpcFilter"/> is around: further filters, and at last the method.</summary>
/// <param name="context">The call.</param>
/// <returns>A task that ends with the call.</returns>
public delegate ValueTask RpcNext(RpcCallContext context);
