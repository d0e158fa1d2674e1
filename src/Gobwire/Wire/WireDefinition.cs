namespace Gobwire.Wire;

/// <summary>A type definition as it stands on the wire (Go's <c>wireType</c>): the types it is made of are ids.</summary>
/// <param name="Kind">The kind of type defined; never a basic one.</param>
/// <param name="Name">The name in its <c>CommonType</c>; may be empty.</param>
/// <param name="Id">The type id, 65 or above.</param>
/// <param name="Element">The element's id, of arrays, slices and maps.</param>
/// <param name="Key">The key's id, of maps.</param>
/// <param name="Length">The length, of arrays.</param>
/// <param name="Fields">The fields, of structs.</param>
internal sealed record WireDefinition(
    GobTypeKind Kind, string Name, int Id, int Element = 0, int Key = 0, long Length = 0, WireField[]? Fields = null)
{
    public const int FirstUserId = 65;

    /// <summary>The id inside the definition. Go gives an opaque type met through a pointer one of its own there, which nothing refers to.</summary>
    public int CommonId { get; init; } = Id;

    /// <summary>How many bytes the type's name took where the definition was read.</summary>
    public int NameLength { get; init; }

    /// <summary>How many bytes the longest name of a field took.</summary>
    public int LongestFieldName { get; init; }

    /// <summary>Whether its names are within the limits: it may have been read under others.</summary>
    public bool Fits(GobOptions options) => NameLength <= options.MaxTypeNameLength && LongestFieldName <= options.MaxNameLength;

    /// <summary>The field number of each kind in Go's wireType, plus one: the delta that selects it.</summary>
    private int WireTypeDelta => Kind switch
    {
        GobTypeKind.Array => 1,
        GobTypeKind.Slice => 2,
        GobTypeKind.Struct => 3,
        GobTypeKind.Map => 4,
        GobTypeKind.GobEncoder => 5,
        GobTypeKind.BinaryMarshaler => 6,
        _ => 7,
    };

    /// <summary>The content of the definition's message: the negated id, then the wireType.</summary>
    public byte[] ToMessage()
    {
        var writer = new GobWriter();
        writer.WriteInt(-Id);
        writer.WriteByte((byte)WireTypeDelta);
        writer.WriteByte(1); // CommonType
        if (Name.Length > 0)
        {
            writer.WriteByte(1);
            writer.WriteString(Name);
        }

        writer.WriteByte(Name.Length > 0 ? (byte)1 : (byte)2);
        writer.WriteInt(CommonId);
        writer.WriteByte(0);
        WriteParts(writer);
        writer.WriteByte(0);
        writer.WriteByte(0);
        return writer.Written.ToArray();
    }

    private void WriteParts(GobWriter writer)
    {
        switch (Kind)
        {
            case GobTypeKind.Array:
                writer.WriteByte(1);
                writer.WriteInt(Element);
                if (Length > 0)
                {
                    writer.WriteByte(1);
                    writer.WriteInt(Length);
                }

                break;
            case GobTypeKind.Slice:
                writer.WriteByte(1);
                writer.WriteInt(Element);
                break;
            case GobTypeKind.Map:
                writer.WriteByte(1);
                writer.WriteInt(Key);
                writer.WriteByte(1);
                writer.WriteInt(Element);
                break;
            case GobTypeKind.Struct when Fields is { Length: > 0 } fields:
                writer.WriteByte(1);
                writer.WriteUint((ulong)fields.Length);
                foreach (WireField field in fields)
                {
                    writer.WriteByte(1);
                    writer.WriteString(field.Name);
                    writer.WriteByte(1);
                    writer.WriteInt(field.Type);
                    writer.WriteByte(0);
                }

                break;
        }
    }
}
