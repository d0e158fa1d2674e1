using System.Numerics;

namespace Gobwire;

/// <summary>A complex number.</summary>
/// <param name="value">The value.</param>
public sealed class GobComplex(Complex value) : GobValue(GobType.Complex)
{
    /// <summary>The value.</summary>
    public Complex Value => value;
}
