namespace Gobwire.Rpc;

/// <summary>What calls look like on the wire.</summary>
public enum RpcProtocol
{
    /// <summary>Gobs, as Go's <c>net/rpc</c> has it.</summary>
    Gob,

    /// <summary>JSON-RPC 1.0, as Go's <c>net/rpc/jsonrpc</c> has it.</summary>
    JsonRpc,
}
