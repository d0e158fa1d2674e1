namespace Gobwire;

/// <summary>Declares that a collection is a Go array: its length belongs to its type and must match on both sides.</summary>
[AttributeUsage(
    AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct,
    Inherited = false)]
public sealed class GobArrayAttribute : Attribute
{
    /// <summary>Declares the lengths of an array and of the arrays that are its elements.</summary>
    /// <param name="lengths">The lengths, outer to inner: <c>[3][2]int</c> is 3, 2. None may be negative.</param>
    /// <exception cref="ArgumentException">No length was given, or a negative one.</exception>
    public GobArrayAttribute(params int[] lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        if (lengths.Length == 0)
            throw new ArgumentException("An array has at least one length.", nameof(lengths));
        foreach (int length in lengths)
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(lengths));
        Lengths = lengths;
    }

    /// <summary>The lengths, outer to inner.</summary>
    public IReadOnlyList<int> Lengths { get; }
}
