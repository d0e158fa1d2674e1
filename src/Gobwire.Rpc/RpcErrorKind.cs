namespace Gobwire.Rpc;

/// <summary>What went wrong with a call or its connection, other than the error a server answers.</summary>
public enum RpcErrorKind
{
    /// <summary>The connection could not be made.</summary>
    Dial,

    /// <summary>The client is closed, or its connection was lost before the call (Go's <c>ErrShutdown</c>).</summary>
    Shutdown,

    /// <summary>The connection was lost while the call was under way; whether the server has run it is not known.</summary>
    ConnectionLost,

    /// <summary>No reply came in time; whether the server has run the call is not known.</summary>
    Timeout,

    /// <summary>The reply does not fit the type asked for. Other calls go on.</summary>
    BadReply,

    /// <summary>A limit of the options was reached; the connection is lost.</summary>
    LimitExceeded,

    /// <summary>The peer does not speak the protocol; the connection is lost.</summary>
    Protocol,
}
