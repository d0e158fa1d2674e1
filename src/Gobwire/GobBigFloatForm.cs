namespace Gobwire;

/// <summary>What a <see cref="GobBigFloat"/> is, with Go's numbers.</summary>
public enum GobBigFloatForm
{
    /// <summary>Zero, of either sign.</summary>
    Zero,

    /// <summary>A number that is neither zero nor infinite.</summary>
    Finite,

    /// <summary>Infinity, of either sign.</summary>
    Infinite,
}
