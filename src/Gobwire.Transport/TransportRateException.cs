using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Transport;

/// <summary>What was begun arrives more slowly than a <see cref="TransportRate"/> demands.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It has one cause.")]
public sealed class TransportRateException : TimeoutException
{
    internal TransportRateException(TransportRate rate)
        : base($"slower than {rate.BytesPerSecond} bytes a second")
    {
    }
}
