namespace Gobwire;

/// <summary>A value with a form of its own: the bytes of Go's GobEncoder, BinaryMarshaler or TextMarshaler.</summary>
public sealed class GobOpaque : GobValue
{
    /// <summary>Makes an opaque value.</summary>
    /// <param name="type">Its type, of one of the three kinds.</param>
    /// <param name="value">Its bytes.</param>
    /// <exception cref="ArgumentException">The type is of another kind.</exception>
    public GobOpaque(GobType type, ReadOnlyMemory<byte> value)
        : base(type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Kind is not (GobTypeKind.GobEncoder or GobTypeKind.BinaryMarshaler or GobTypeKind.TextMarshaler))
            throw new ArgumentException($"{type} is not the type of an opaque value.", nameof(type));
        Value = value;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Value { get; }
}
