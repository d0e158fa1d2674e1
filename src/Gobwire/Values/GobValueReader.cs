using System.Numerics;
using System.Text;
using Gobwire.Wire;

namespace Gobwire.Values;

/// <summary>Reads values by their wire type alone.</summary>
internal static class GobValueReader
{
    public static GobValue Read(ref GobReader reader, GobType type) => type.Kind switch
    {
        GobTypeKind.Bool => GobBool.Of(reader.ReadBool()),
        GobTypeKind.Int => new GobInt(reader.ReadInt()),
        GobTypeKind.Uint => new GobUint(reader.ReadUint()),
        GobTypeKind.Float => new GobFloat(reader.ReadFloat()),
        GobTypeKind.Complex => ReadComplex(ref reader),
        GobTypeKind.String => new GobString(reader.ReadBytes().ToArray()),
        GobTypeKind.Bytes => new GobBytes(reader.ReadBytes().ToArray()),
        GobTypeKind.Interface => ReadInterface(ref reader),
        GobTypeKind.Array or GobTypeKind.Slice => ReadSequence(ref reader, type),
        GobTypeKind.Map => ReadMap(ref reader, type),
        GobTypeKind.Struct => ReadStruct(ref reader, type),
        _ => new GobOpaque(type, reader.ReadBytes().ToArray()),
    };

    private static GobComplex ReadComplex(ref GobReader reader)
    {
        double real = reader.ReadFloat();
        return new GobComplex(new Complex(real, reader.ReadFloat()));
    }

    private static GobSequence ReadSequence(ref GobReader reader, GobType type)
    {
        reader.Enter();
        int count = reader.ReadCount(type.MayHoldInterface);
        if (type.Kind == GobTypeKind.Array && count != type.Length)
            throw reader.Malformed($"a count of {count} elements in an array of length {type.Length}");
        var elements = new List<GobValue>(Math.Min(count, reader.Remaining));
        try
        {
            while (elements.Count < count)
                elements.Add(Read(ref reader, type.Element!));
        }
        catch (GobException error) when (error.PrependIndex(elements.Count))
        {
            throw;
        }

        reader.Leave();
        return new GobSequence(type, elements);
    }

    private static GobMap ReadMap(ref GobReader reader, GobType type)
    {
        reader.Enter();
        int count = reader.ReadCount(type.MayHoldInterface);
        var entries = new List<KeyValuePair<GobValue, GobValue>>(Math.Min(count, reader.Remaining / 2));
        try
        {
            while (entries.Count < count)
            {
                GobValue key = Read(ref reader, type.Key!);
                entries.Add(new(key, Read(ref reader, type.Element!)));
            }
        }
        catch (GobException error) when (error.PrependIndex(entries.Count))
        {
            throw;
        }

        reader.Leave();
        return new GobMap(type, entries);
    }

    private static GobStruct ReadStruct(ref GobReader reader, GobType type)
    {
        reader.Enter();
        List<GobStruct.Slot>? present = null;
        int last = -1;
        try
        {
            for (int number = reader.ReadFieldNumber(-1); number >= 0; number = reader.ReadFieldNumber(last))
            {
                if (number >= type.FieldArray.Length)
                    throw reader.Malformed($"the field number {number} in a struct of {type.FieldArray.Length} fields");
                last = number;
                GobValue value = Read(ref reader, type.FieldArray[number].Type);
                (present ??= []).Add(new(number, value, value is GobSequence { Count: 0 }));
            }
        }
        catch (GobException error) when (last >= 0 && error.PrependPath(type.FieldArray[last].Name))
        {
            throw;
        }

        reader.Leave();
        return new GobStruct(type, present);
    }

    private static GobInterface ReadInterface(ref GobReader reader)
    {
        ReadOnlySpan<byte> name = reader.ReadInterfaceName();
        if (name.IsEmpty)
            return GobInterface.Nil;
        string text = Encoding.UTF8.GetString(name);
        reader.Enter();
        GobType type = reader.ReadConcreteType();
        (int, int) outer = reader.BeginInner();
        if (!type.IsStruct)
            reader.ReadSingletonStart();
        GobValue value = Read(ref reader, type);
        reader.EndInner(outer);
        reader.Leave();
        return new GobInterface(text, value);
    }
}
