namespace Gobwire.Wire;

/// <summary>A type as Go prints it, with its package: the name an unnamed type has as a struct's field.</summary>
internal static class GoTypeText
{
    private const int MaxLevels = 8;

    public static string Of(GobType type, string package) => Of(type, package, 0);

    private static string Of(GobType type, string package, int level) => type.Kind switch
    {
        GobTypeKind.Float => "float64",
        GobTypeKind.Complex => "complex128",
        GobTypeKind.Bytes => "[]uint8",
        GobTypeKind.Interface => "interface {}",
        _ when type.Id is > 0 and < WireDefinition.FirstUserId => type.Name,
        _ when level > MaxLevels => "…",
        _ when type.Name.Length > 0 && (type.IsStruct || !IsGoText(type.Name)) => $"{package}.{type.Name}",
        GobTypeKind.Slice => "[]" + Of(type.Element!, package, level + 1),
        GobTypeKind.Array => $"[{type.Length}]{Of(type.Element!, package, level + 1)}",
        GobTypeKind.Map => $"map[{Of(type.Key!, package, level + 1)}]{Of(type.Element!, package, level + 1)}",
        GobTypeKind.Struct when type.FieldArray.Length == 0 => "struct {}",
        GobTypeKind.Struct =>
            $"struct {{ {string.Join("; ", type.FieldArray.Select(f => $"{f.Name} {Of(f.Type, package, level + 1)}"))} }}",
        _ => "",
    };

    /// <summary>Whether a name is the text of an unnamed type, as a received definition of a field's type has it.</summary>
    private static bool IsGoText(string name) => name.Contains('[', StringComparison.Ordinal);
}
