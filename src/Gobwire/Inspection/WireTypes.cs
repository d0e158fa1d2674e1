namespace Gobwire.Inspection;

/// <summary>The types that definitions are values of, as Go declares them.</summary>
internal static class WireTypes
{
    private static readonly GobType CommonType =
        GobType.StructOf("CommonType", new GobField("Name", GobType.String), new GobField("Id", GobType.Int));

    private static readonly GobType FieldType =
        GobType.StructOf("fieldType", new GobField("Name", GobType.String), new GobField("Id", GobType.Int));

    /// <summary>What follows the negated id in a definition.</summary>
    public static GobType WireType { get; } = GobType.StructOf(
        "wireType",
        new GobField("ArrayT", Struct("arrayType", new("Elem", GobType.Int), new("Len", GobType.Int))),
        new GobField("SliceT", Struct("sliceType", new GobField("Elem", GobType.Int))),
        new GobField("StructT", Struct("structType", new GobField("Field", GobType.SliceOf(FieldType)))),
        new GobField("MapT", Struct("mapType", new("Key", GobType.Int), new("Elem", GobType.Int))),
        new GobField("GobEncoderT", Struct("gobEncoderType")),
        new GobField("BinaryMarshalerT", Struct("gobEncoderType")),
        new GobField("TextMarshalerT", Struct("gobEncoderType")));

    private static GobType Struct(string name, params GobField[] fields) =>
        GobType.StructOf(name, [new GobField("CommonType", CommonType), .. fields]);
}
