using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Transport;

/// <summary>More output waits to be flushed than <see cref="TransportConnection.MaxUnflushedBytes"/> allows; the connection is aborted.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It has one cause.")]
public sealed class TransportOutputException : IOException
{
    internal TransportOutputException(long limit)
        : base($"more than {limit} bytes of output wait to be flushed")
    {
    }
}
