using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Rpc;

/// <summary>The error of calls and their connections. What a server answers is a <see cref="RpcServerException"/>.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Every error has a kind.")]
public sealed class RpcException : Exception
{
    /// <summary>Makes an error of a kind with its reason.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">The reason with its context, such as <c>dialing localhost:1234: connection refused</c>.</param>
    /// <param name="innerException">The error underneath, if any.</param>
    public RpcException(RpcErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public RpcErrorKind Kind { get; }
}
