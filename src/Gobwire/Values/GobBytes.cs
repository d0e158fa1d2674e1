namespace Gobwire;

/// <summary>A byte slice.</summary>
/// <param name="value">The bytes.</param>
public sealed class GobBytes(ReadOnlyMemory<byte> value) : GobValue(GobType.Bytes)
{
    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Value => value;
}
