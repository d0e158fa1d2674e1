using Gobwire.Rpc;

namespace Gobwire.Hosting.Tests;

/// <summary>Lets in only calls of an even visit, and shares the visit with the service.</summary>
internal sealed class EvenCallFilter(Visit visit) : IRpcFilter
{
    public ValueTask InvokeAsync(RpcCallContext context, RpcNext inner) =>
        visit.Number % 2 == 0 ? inner(context) : throw new RpcServerException($"{context.ServiceMethod}: an odd visit");
}
