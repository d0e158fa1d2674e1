namespace Gobwire;

/// <summary>A signed integer.</summary>
/// <param name="value">The value.</param>
public sealed class GobInt(long value) : GobValue(GobType.Int)
{
    /// <summary>The value.</summary>
    public long Value => value;
}
