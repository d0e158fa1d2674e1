namespace Gobwire;

/// <summary>A floating-point number.</summary>
/// <param name="value">The value.</param>
public sealed class GobFloat(double value) : GobValue(GobType.Float)
{
    /// <summary>The value.</summary>
    public double Value => value;
}
