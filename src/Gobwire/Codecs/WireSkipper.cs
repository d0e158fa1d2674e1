using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Skips values by their wire type alone; checked as if they were read.</summary>
internal static class WireSkipper
{
    public static void Skip(ref GobReader reader, GobType type)
    {
        switch (type.Kind)
        {
            case GobTypeKind.Bool:
                reader.ReadBool();
                break;
            case GobTypeKind.Int or GobTypeKind.Uint or GobTypeKind.Float:
                reader.ReadUint();
                break;
            case GobTypeKind.Complex:
                reader.ReadUint();
                reader.ReadUint();
                break;
            case GobTypeKind.Interface:
                SkipInterface(ref reader);
                break;
            case GobTypeKind.Array or GobTypeKind.Slice:
                SkipElements(ref reader, type, null, type.Element!);
                break;
            case GobTypeKind.Map:
                SkipElements(ref reader, type, type.Key, type.Element!);
                break;
            case GobTypeKind.Struct:
                SkipStruct(ref reader, type);
                break;
            default:
                reader.ReadBytes();
                break;
        }
    }

    private static void SkipElements(ref GobReader reader, GobType type, GobType? key, GobType element)
    {
        reader.Enter();
        int count = reader.ReadCount(type.MayHoldInterface);
        if (type.Kind == GobTypeKind.Array && count != type.Length)
            throw reader.Malformed($"a count of {count} elements in an array of length {type.Length}");
        for (int i = 0; i < count; i++)
        {
            if (key is not null)
                Skip(ref reader, key);
            Skip(ref reader, element);
        }

        reader.Leave();
    }

    private static void SkipStruct(ref GobReader reader, GobType type)
    {
        reader.Enter();
        for (int number = reader.ReadFieldNumber(-1); number >= 0; number = reader.ReadFieldNumber(number))
        {
            if (number >= type.FieldArray.Length)
                throw reader.Malformed($"the field number {number} in a struct of {type.FieldArray.Length} fields");
            Skip(ref reader, type.FieldArray[number].Type);
        }

        reader.Leave();
    }

    private static void SkipInterface(ref GobReader reader)
    {
        if (reader.ReadInterfaceName().IsEmpty)
            return;
        reader.Enter();
        GobType type = reader.ReadConcreteType();
        (int, int, long) outer = reader.BeginInner();
        if (!type.IsStruct)
            reader.ReadSingletonStart();
        Skip(ref reader, type);
        reader.EndInner(outer);
        reader.Leave();
    }
}
