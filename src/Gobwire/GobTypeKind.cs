namespace Gobwire;

/// <summary>The kinds of types a gob knows.</summary>
public enum GobTypeKind
{
    /// <summary>A truth value (type id 1).</summary>
    Bool,

    /// <summary>A signed integer of any size (type id 2).</summary>
    Int,

    /// <summary>An unsigned integer of any size (type id 3).</summary>
    Uint,

    /// <summary>A floating-point number (type id 4).</summary>
    Float,

    /// <summary>A byte slice (type id 5).</summary>
    Bytes,

    /// <summary>A string (type id 6).</summary>
    String,

    /// <summary>A complex number (type id 7).</summary>
    Complex,

    /// <summary>An interface: any value with a registered name (type id 8).</summary>
    Interface,

    /// <summary>An array of a length that belongs to its type.</summary>
    Array,

    /// <summary>A slice.</summary>
    Slice,

    /// <summary>A struct.</summary>
    Struct,

    /// <summary>A map.</summary>
    Map,

    /// <summary>Opaque bytes made by Go's <c>GobEncoder</c>.</summary>
    GobEncoder,

    /// <summary>Opaque bytes made by Go's <c>encoding.BinaryMarshaler</c>.</summary>
    BinaryMarshaler,

    /// <summary>Opaque text made by Go's <c>encoding.TextMarshaler</c>; Go reads but never writes it.</summary>
    TextMarshaler,
}
