using System.Text;

namespace Gobwire.Wire;

/// <summary>Reads a type definition: a value of Go's <c>wireType</c>, of which exactly one field must be present.</summary>
internal static class WireDefinitionReader
{
    /// <summary>Reads the wireType that follows the negated id, up to its end.</summary>
    public static WireDefinition Read(ref GobReader reader, int id)
    {
        int number = reader.ReadFieldNumber(-1);
        GobTypeKind kind = number switch
        {
            0 => GobTypeKind.Array,
            1 => GobTypeKind.Slice,
            2 => GobTypeKind.Struct,
            3 => GobTypeKind.Map,
            4 => GobTypeKind.GobEncoder,
            5 => GobTypeKind.BinaryMarshaler,
            6 => GobTypeKind.TextMarshaler,
            < 0 => throw reader.Malformed("a type definition that defines nothing"),
            _ => throw reader.Malformed("a type definition of an unknown kind"),
        };
        WireDefinition definition = ReadKind(ref reader, kind, id);
        if (reader.ReadFieldNumber(number) >= 0)
            throw reader.Malformed("a type definition that defines two types");
        return definition;
    }

    private static WireDefinition ReadKind(ref GobReader reader, GobTypeKind kind, int id)
    {
        var definition = new WireDefinition(kind, "", id);
        for (int number = reader.ReadFieldNumber(-1); number >= 0; number = reader.ReadFieldNumber(number))
        {
            definition = (kind, number) switch
            {
                (_, 0) => ReadCommonType(ref reader, definition),
                (GobTypeKind.Array or GobTypeKind.Slice, 1) => definition with { Element = ReadTypeId(ref reader) },
                (GobTypeKind.Array, 2) => definition with { Length = ReadLength(ref reader) },
                (GobTypeKind.Map, 1) => definition with { Key = ReadTypeId(ref reader) },
                (GobTypeKind.Map, 2) => definition with { Element = ReadTypeId(ref reader) },
                (GobTypeKind.Struct, 1) => ReadFields(ref reader, definition),
                _ => throw reader.Malformed("a field past the last in a type definition"),
            };
        }

        bool complete = kind switch
        {
            GobTypeKind.Array or GobTypeKind.Slice => definition.Element != 0,
            GobTypeKind.Map => definition.Element != 0 && definition.Key != 0,
            _ => true,
        };
        return complete ? definition : throw reader.Malformed("a type definition without its element type");
    }

    private static WireDefinition ReadCommonType(ref GobReader reader, WireDefinition definition)
    {
        for (int number = reader.ReadFieldNumber(-1); number >= 0; number = reader.ReadFieldNumber(number))
        {
            definition = number switch
            {
                0 => ReadTypeName(ref reader, definition),
                1 => definition with { CommonId = ReadTypeId(ref reader) },
                _ => throw reader.Malformed("a field past the last in a type definition"),
            };
        }

        return definition;
    }

    private static WireDefinition ReadFields(ref GobReader reader, WireDefinition definition)
    {
        int count = reader.ReadCount(holdsInterface: false);
        var fields = new WireField[count];
        int longest = 0;
        for (int i = 0; i < count; i++)
        {
            var field = new WireField("", 0);
            for (int number = reader.ReadFieldNumber(-1); number >= 0; number = reader.ReadFieldNumber(number))
            {
                field = number switch
                {
                    0 => field with { Name = ReadFieldName(ref reader, ref longest) },
                    1 => field with { Type = ReadTypeId(ref reader) },
                    _ => throw reader.Malformed("a field past the last in a type definition"),
                };
            }

            if (field.Name.Length == 0 || field.Type == 0)
                throw reader.Malformed("a struct's field without name or type");
            fields[i] = field;
        }

        return definition with { Fields = fields, LongestFieldName = longest };
    }

    private static WireDefinition ReadTypeName(ref GobReader reader, WireDefinition definition)
    {
        ReadOnlySpan<byte> name = reader.ReadBytes();
        if (name.Length > reader.Options.MaxTypeNameLength)
            throw reader.LimitExceeded($"a type's name of {name.Length} bytes is longer than {nameof(GobOptions.MaxTypeNameLength)}");
        return definition with { Name = Encoding.UTF8.GetString(name), NameLength = name.Length };
    }

    private static string ReadFieldName(ref GobReader reader, ref int longest)
    {
        ReadOnlySpan<byte> name = reader.ReadBytes();
        if (name.Length > reader.Options.MaxNameLength)
            throw reader.LimitExceeded($"a name of {name.Length} bytes is longer than {nameof(GobOptions.MaxNameLength)}");
        longest = Math.Max(longest, name.Length);
        return Encoding.UTF8.GetString(name);
    }

    private static int ReadTypeId(ref GobReader reader)
    {
        long id = reader.ReadInt();
        return id is > 0 and <= int.MaxValue ? (int)id : throw reader.Malformed("a type id out of range");
    }

    private static long ReadLength(ref GobReader reader)
    {
        long length = reader.ReadInt();
        return length >= 0 ? length : throw reader.Malformed("an array of negative length");
    }
}
