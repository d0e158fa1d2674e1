namespace Gobwire.Rpc.Server;

/// <summary>Where a service's methods find their object: one for all calls, or one for each, with what is disposed of after it.</summary>
internal sealed class ServiceInstance
{
    public ServiceInstance(object shared) => Shared = shared;

    public ServiceInstance(Func<(object Instance, IAsyncDisposable? Scope)> beginCall) => BeginCall = beginCall;

    /// <summary>The object of all calls; null where each has its own.</summary>
    public object? Shared { get; }

    /// <summary>Makes the object of one call; null where all share one.</summary>
    public Func<(object Instance, IAsyncDisposable? Scope)>? BeginCall { get; }
}
