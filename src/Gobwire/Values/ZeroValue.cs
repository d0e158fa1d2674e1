using System.Numerics;

namespace Gobwire.Values;

/// <summary>Go's zero values.</summary>
internal static class ZeroValue
{
    private static readonly GobInt Int = new(0);
    private static readonly GobUint Uint = new(0);
    private static readonly GobFloat Float = new(0);
    private static readonly GobComplex Complex = new(System.Numerics.Complex.Zero);
    private static readonly GobString String = new(ReadOnlyMemory<byte>.Empty);
    private static readonly GobBytes Bytes = new(ReadOnlyMemory<byte>.Empty);

    /// <summary>No text.</summary>
    public static GobString EmptyString => String;

    /// <summary>No bytes.</summary>
    public static GobBytes EmptyBytes => Bytes;

    /// <summary>The zero of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isReadOnly">Whether a struct, a map or a slice refuses edits: it is not part of any value.</param>
    public static GobValue Of(GobType type, bool isReadOnly = false) => type.Kind switch
    {
        GobTypeKind.Bool => GobBool.Of(false),
        GobTypeKind.Int => Int,
        GobTypeKind.Uint => Uint,
        GobTypeKind.Float => Float,
        GobTypeKind.Complex => Complex,
        GobTypeKind.String => String,
        GobTypeKind.Bytes => Bytes,
        GobTypeKind.Interface => GobInterface.Nil,
        GobTypeKind.Struct => isReadOnly ? GobStruct.ZeroOfField(type) : new GobStruct(type),
        GobTypeKind.Map => isReadOnly ? GobMap.ZeroOfField(type) : new GobMap(type),
        GobTypeKind.Slice => isReadOnly ? GobSequence.ZeroOfField(type) : GobSequence.Of(type, []),
        GobTypeKind.Array => GobSequence.Of(type, Elements(type)),
        _ => throw new GobException(GobErrorKind.InvalidValue, $"the opaque type {type} has no zero that can be known"),
    };

    /// <summary>Whether a struct's field of this value is left off the wire whatever becomes of it: it cannot be edited.</summary>
    public static bool IsOmitted(GobValue value) => value switch
    {
        GobBool v => !v.Value,
        GobInt v => v.Value == 0,
        GobUint v => v.Value == 0,
        GobFloat v => v.Value == 0,
        GobComplex v => v.Value == System.Numerics.Complex.Zero,
        GobString v => v.Utf8.IsEmpty,
        GobBytes v => v.Value.IsEmpty,
        GobInterface v => v.Value is null,
        _ => false,
    };

    private static GobValue[] Elements(GobType type)
    {
        if (type.Length > Array.MaxLength)
            throw new GobException(GobErrorKind.LimitExceeded, $"an array of {type.Length} elements is too long to build");
        var elements = new GobValue[type.Length];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = Of(type.Element!);
        return elements;
    }
}
