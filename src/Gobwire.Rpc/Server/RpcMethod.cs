using Gobwire.Rpc.Codecs;

namespace Gobwire.Rpc.Server;

/// <summary>A method of a service, as the server calls it.</summary>
internal abstract class RpcMethod(string service, string name)
{
    private long _calls;

    public string Service => service;

    public string Name => name;

    /// <summary>The name on the wire.</summary>
    public string FullName { get; } = $"{service}.{name}";

    /// <summary>How many calls were begun.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>The signature as Go's debug page shows it, such as <c>Multiply(Args, *int) error</c>.</summary>
    public abstract string Signature { get; }

    /// <summary>Makes sure that the protocol can carry the types.</summary>
    /// <exception cref="GobException">A type has no form in gob.</exception>
    /// <exception cref="NotSupportedException">A type is not known to JSON-RPC.</exception>
    public abstract void EnsureSupported(RpcServerOptions options);

    /// <summary>Reads the arguments that follow the header, and gives back the call to be run. Throws what the codec throws.</summary>
    public abstract ValueTask<ServerCall> ReadCallAsync(ServerSession session, RequestHeader header);

    /// <summary>Puts filters around the method, in the place of those there are.</summary>
    /// <param name="filters">All filters, which call <see cref="RpcCallContext.Filtered"/> inside.</param>
    public abstract void SetFilters(RpcNext filters);

    public void CountCall() => Interlocked.Increment(ref _calls);
}
