using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Rpc;

/// <summary>
/// The error a server answers a call with (Go's <c>rpc.ServerError</c>): its message is the server's text. Thrown by a server's method, it
/// gives the reply's text.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "An error without text is none in net/rpc.")]
public sealed class RpcServerException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="message">The text, as it goes over the wire; not empty, since that means no error there.</param>
    /// <param name="innerException">The error underneath, which stays here.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public RpcServerException(string message, Exception? innerException = null)
        : base(message, innerException) => ArgumentException.ThrowIfNullOrEmpty(message);
}
