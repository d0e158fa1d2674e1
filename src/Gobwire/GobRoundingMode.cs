namespace Gobwire;

/// <summary>How Go's big.Float rounds, with Go's names and numbers.</summary>
public enum GobRoundingMode
{
    /// <summary>To the nearest, halves to even; Go's default.</summary>
    ToNearestEven,

    /// <summary>To the nearest, halves away from zero.</summary>
    ToNearestAway,

    /// <summary>Towards zero.</summary>
    ToZero,

    /// <summary>Away from zero.</summary>
    AwayFromZero,

    /// <summary>Towards minus infinity.</summary>
    ToNegativeInf,

    /// <summary>Towards plus infinity.</summary>
    ToPositiveInf,
}
