using System.Buffers;

namespace Gobwire.Wire;

/// <summary>Where a decoder's bytes come from: what is at hand, and a way to more of it.</summary>
internal abstract class GobInput
{
    /// <summary>The bytes at hand, from the first that is not consumed.</summary>
    public abstract ReadOnlySequence<byte> Buffered { get; }

    /// <summary>Whether nothing will follow the bytes at hand.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>Gets more bytes, blocking.</summary>
    /// <param name="needed">How many bytes must be at hand before it is worth looking again; inputs that share theirs take no more.</param>
    public abstract void Fill(long needed);

    /// <inheritdoc cref="Fill"/>
    public abstract ValueTask FillAsync(long needed, CancellationToken cancellationToken);

    /// <summary>Gives up bytes from the front; what is left belongs to whoever reads next.</summary>
    public abstract void Consume(long count);
}
