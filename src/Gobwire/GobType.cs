using System.Diagnostics;

namespace Gobwire;

/// <summary>A type as the wire describes it: received with a stream, or made by hand. Types may refer to themselves.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class GobType
{
    internal GobType(GobTypeKind kind, int id, string name)
    {
        Kind = kind;
        Id = id;
        Name = name;
        MayHoldInterface = kind == GobTypeKind.Interface;
    }

    /// <summary>The type of truth values.</summary>
    public static GobType Bool { get; } = new(GobTypeKind.Bool, 1, "bool");

    /// <summary>The type of signed integers.</summary>
    public static GobType Int { get; } = new(GobTypeKind.Int, 2, "int");

    /// <summary>The type of unsigned integers.</summary>
    public static GobType Uint { get; } = new(GobTypeKind.Uint, 3, "uint");

    /// <summary>The type of floating-point numbers.</summary>
    public static GobType Float { get; } = new(GobTypeKind.Float, 4, "float");

    /// <summary>The type of byte slices.</summary>
    public static GobType Bytes { get; } = new(GobTypeKind.Bytes, 5, "bytes");

    /// <summary>The type of strings.</summary>
    public static GobType String { get; } = new(GobTypeKind.String, 6, "string");

    /// <summary>The type of complex numbers.</summary>
    public static GobType Complex { get; } = new(GobTypeKind.Complex, 7, "complex");

    /// <summary>The type of interface values.</summary>
    public static GobType Interface { get; } = new(GobTypeKind.Interface, 8, "interface");

    /// <summary>The kind of type.</summary>
    public GobTypeKind Kind { get; }

    /// <summary>
    /// The type id: 1 to 8 for the basic types, from 65 up for those a stream defined, 0 for those made by hand: each stream they are
    /// sent on gives them one.
    /// </summary>
    public int Id { get; }

    /// <summary>The name its definition carries; often empty, and without meaning for decoding.</summary>
    public string Name { get; }

    /// <summary>The type of the elements of an array, a slice or a map; otherwise null.</summary>
    public GobType? Element { get; internal set; }

    /// <summary>The type of the keys of a map; otherwise null.</summary>
    public GobType? Key { get; internal set; }

    /// <summary>The length of an array; otherwise 0.</summary>
    public long Length { get; internal init; }

    /// <summary>The fields of a struct in wire order; otherwise empty.</summary>
    public IReadOnlyList<GobField> Fields => FieldArray;

    /// <summary>The id inside the definition, which for some opaque types is another one.</summary>
    internal int CommonId { get; init; }

    /// <summary>The fields as an array, for loops without an enumerator.</summary>
    internal GobField[] FieldArray { get; set; } = [];

    /// <summary>Whether a value of this type can hold an interface value, and so be split over several messages.</summary>
    internal bool MayHoldInterface { get; set; }

    /// <summary>Whether values stand on the wire without the singleton's zero byte.</summary>
    internal bool IsStruct => Kind == GobTypeKind.Struct;

    /// <summary>The type as text, as Go's documentation would write it: <c>[]int</c>, <c>map[string]Point</c>, <c>Point</c>.</summary>
    public override string ToString() => ToString(0);

    private string ToString(int depth) => Kind switch
    {
        _ when depth > 8 => "…",
        GobTypeKind.Slice => "[]" + Element!.ToString(depth + 1),
        GobTypeKind.Array => $"[{Length}]{Element!.ToString(depth + 1)}",
        GobTypeKind.Map => $"map[{Key!.ToString(depth + 1)}]{Element!.ToString(depth + 1)}",
        GobTypeKind.Struct when Name.Length == 0 => "struct",
        GobTypeKind.GobEncoder when Name.Length == 0 => "GobEncoder",
        GobTypeKind.BinaryMarshaler when Name.Length == 0 => "BinaryMarshaler",
        GobTypeKind.TextMarshaler when Name.Length == 0 => "TextMarshaler",
        _ => Name,
    };

    /// <summary>The basic type of an id, or null.</summary>
    internal static GobType? Basic(int id) => id switch
    {
        1 => Bool,
        2 => Int,
        3 => Uint,
        4 => Float,
        5 => Bytes,
        6 => String,
        7 => Complex,
        8 => Interface,
        _ => null,
    };
}
