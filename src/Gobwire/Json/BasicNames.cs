using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Json;

/// <summary>The types Go registers for interface values from the start, by their names (Go: <c>registerBasics</c>).</summary>
internal static class BasicNames
{
    private static readonly Dictionary<string, GobType> Types = Create();

    public static bool TryGetType(string name, [NotNullWhen(true)] out GobType? type) => Types.TryGetValue(name, out type);

    /// <summary>The name under which Go sends values of an inferred type, or null.</summary>
    public static string? NameOf(GobType type) => type.Kind switch
    {
        GobTypeKind.Slice when type.Element!.Kind is not (GobTypeKind.Slice or GobTypeKind.Bytes) && NameOf(type.Element) is { } element =>
            "[]" + element,
        GobTypeKind.Bool => "bool",
        GobTypeKind.Int => "int",
        GobTypeKind.Uint => "uint",
        GobTypeKind.Float => "float64",
        GobTypeKind.Complex => "complex128",
        GobTypeKind.String => "string",
        GobTypeKind.Bytes => "[]uint8",
        _ => null,
    };

    private static Dictionary<string, GobType> Create()
    {
        var types = new Dictionary<string, GobType>(StringComparer.Ordinal);
        Add(types, GobType.Bool, "bool");
        Add(types, GobType.Int, "int", "int8", "int16", "int32", "int64");
        Add(types, GobType.Uint, "uint", "uint8", "uint16", "uint32", "uint64", "uintptr");
        Add(types, GobType.Float, "float32", "float64");
        Add(types, GobType.Complex, "complex64", "complex128");
        Add(types, GobType.String, "string");
        types["[]uint8"] = GobType.Bytes;
        return types;
    }

    private static void Add(Dictionary<string, GobType> types, GobType type, params ReadOnlySpan<string> names)
    {
        GobType slice = GobType.SliceOf(type);
        foreach (string name in names)
        {
            types.Add(name, type);
            types.Add("[]" + name, slice);
        }
    }
}
