namespace Gobwire.Rpc.Server;

/// <summary>Where a service's methods find their object: one for all calls, or one for each, with what is disposed of after it.</summary>
internal sealed class ServiceInstance
{
    public ServiceInstance(object shared) => Shared = shared;

    public ServiceInstance(Func<RpcCallContext?, (object Instance, IAsyncDisposable? Scope)> beginCall, bool needsContext)
    {
        BeginCall = beginCall;
        NeedsContext = needsContext;
    }

    /// <summary>The object of all calls; null where each has its own.</summary>
    public object? Shared { get; }

    /// <summary>Makes the object of one call; null where all share one.</summary>
    public Func<RpcCallContext?, (object Instance, IAsyncDisposable? Scope)>? BeginCall { get; }

    /// <summary>Whether <see cref="BeginCall"/> wants to know who calls.</summary>
    public bool NeedsContext { get; }
}
