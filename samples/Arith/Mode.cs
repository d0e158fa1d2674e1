namespace Arith;

/// <summary>How the service is reached.</summary>
internal enum Mode
{
    /// <summary>Go's rpc.Dial and rpc.Accept.</summary>
    Tcp,

    /// <summary>Go's rpc.DialHTTP and rpc.HandleHTTP.</summary>
    Http,

    /// <summary>Go's jsonrpc.Dial and jsonrpc.ServeConn.</summary>
    Json,
}
