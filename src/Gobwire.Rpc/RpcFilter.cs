namespace Gobwire.Rpc;

/// <summary>
/// Runs around the methods of calls: before and after <paramref name="next"/>, which is the next filter or the method itself. What it throws
/// answers the call as if the method had thrown it: a <see cref="RpcServerException"/> refuses the call with its text.
/// </summary>
/// <param name="context">The call.</param>
/// <param name="next">What comes next. A filter that neither calls it nor throws leaves the call without a reply, which fails it.</param>
/// <returns>A task that ends with the call.</returns>
public delegate ValueTask RpcFilter(RpcCallContext context, RpcNext next);
