namespace Gobwire.Rpc;

/// <summary>Defaults that servers and clients share.</summary>
internal static class RpcDefaults
{
    /// <summary>How many bytes wait to be sent before callers wait too.</summary>
    public const int MaxQueuedBytes = 1 << 20;

    /// <summary>Go's path of its own protocol over HTTP.</summary>
    public const string RpcPath = "/_goRPC_";

    /// <summary>Go's path of the page of services and call counts.</summary>
    public const string DebugPath = "/debug/rpc";
}
