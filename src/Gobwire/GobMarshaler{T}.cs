using System.Buffers;

namespace Gobwire;

/// <summary>
/// The form in gob of a type whose Go counterpart makes its own bytes: a GobEncoder, an encoding.BinaryMarshaler or TextMarshaler, or a declared
/// <c>[]byte</c> or <c>string</c>. Name it with <see cref="GobMarshalerAttribute"/>, or give it to <see cref="GobOptions.WithMarshaler{T}"/>. It may
/// be used by several threads at a time.
/// </summary>
/// <typeparam name="T">The .NET type.</typeparam>
public abstract class GobMarshaler<T>
{
    /// <summary>Makes a marshaler for a Go type.</summary>
    /// <param name="goType">
    /// Go's type with its package, such as <c>main.Money</c>; with a star, <c>*main.Money</c>, where Go's struct fields hold a pointer to it. Go's
    /// decoder gives the name no weight.
    /// </param>
    /// <param name="kind">
    /// The kind of bytes: <see cref="GobTypeKind.GobEncoder"/>, <see cref="GobTypeKind.BinaryMarshaler"/>, <see cref="GobTypeKind.TextMarshaler"/> (which Go's decoder only
    /// skips), <see cref="GobTypeKind.Bytes"/> or <see cref="GobTypeKind.String"/>. It must be that of Go's type, or Go refuses the value.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty, or the kind is another one.</exception>
    protected GobMarshaler(string goType, GobTypeKind kind = GobTypeKind.GobEncoder)
    {
        ArgumentException.ThrowIfNullOrEmpty(goType);
        if (kind is not (GobTypeKind.GobEncoder or GobTypeKind.BinaryMarshaler or GobTypeKind.TextMarshaler or GobTypeKind.Bytes or GobTypeKind.String))
            throw new ArgumentException($"Values of the kind {kind} are not bytes of their own.", nameof(kind));
        GoType = goType;
        Kind = kind;
    }

    /// <summary>Go's type with its package, and a star in front where it is held through a pointer.</summary>
    public string GoType { get; }

    /// <summary>The kind of bytes.</summary>
    public GobTypeKind Kind { get; }

    /// <summary>Writes the bytes of a value, which may be none.</summary>
    /// <param name="value">The value; null only where <see cref="IsOmitted"/> is false for null.</param>
    /// <param name="output">Where they go.</param>
    public abstract void Write(T value, IBufferWriter<byte> output);

    /// <summary>Makes the value of its bytes.</summary>
    /// <param name="bytes">The bytes, which come from the peer: whatever they are, do no more work than their length warrants.</param>
    /// <exception cref="FormatException">They are no such value. An <see cref="ArgumentException"/> or <see cref="OverflowException"/> says the same.</exception>
    public abstract T Read(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Whether a struct's field of this value is left off the wire, as Go does with nil pointers and, where the value and not its pointer has Go's
    /// marshaling method, with zero values. Unless overridden: null, and the default of a value type unless <see cref="GoType"/> is a pointer.
    /// </summary>
    /// <param name="value">The value.</param>
    public virtual bool IsOmitted(T value) =>
        value is null || (typeof(T).IsValueType && GoType[0] != '*' && EqualityComparer<T>.Default.Equals(value, default));

    /// <summary>Go's zero value, for members that cannot be null and were left off the wire. Unless overridden: the default of a value type.</summary>
    /// <exception cref="GobException">The type is a class, and this is not overridden.</exception>
    public virtual T CreateZero() =>
        default(T) is { } zero
            ? zero
            : throw new GobException(
                GobErrorKind.OutOfRange,
                $"Go's zero value for a member of type {typeof(T).Name} that is not nullable; declare it nullable, or override {nameof(CreateZero)}") { TellsValue = false };
}
