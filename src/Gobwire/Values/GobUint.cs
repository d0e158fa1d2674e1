namespace Gobwire;

/// <summary>An unsigned integer.</summary>
/// <param name="value">The value.</param>
public sealed class GobUint(ulong value) : GobValue(GobType.Uint)
{
    /// <summary>The value.</summary>
    public ulong Value => value;
}
