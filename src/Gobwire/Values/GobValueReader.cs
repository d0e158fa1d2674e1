using System.Numerics;
using System.Text;
using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire.Values;

/// <summary>Reads values by their wire type alone.</summary>
internal static class GobValueReader
{
    public static GobValue Read(ref GobReader reader, GobType type)
    {
        var fields = default(SlotStack);
        try
        {
            return Read(ref reader, type, ref fields);
        }
        finally
        {
            fields.Dispose();
        }
    }

    private static GobValue Read(ref GobReader reader, GobType type, ref SlotStack fields) => type.Kind switch
    {
        GobTypeKind.Bool => GobBool.Of(reader.ReadBool()),
        GobTypeKind.Int => new GobInt(reader.ReadInt()),
        GobTypeKind.Uint => new GobUint(reader.ReadUint()),
        GobTypeKind.Float => new GobFloat(reader.ReadFloat()),
        GobTypeKind.Complex => ReadComplex(ref reader),
        GobTypeKind.String => ReadString(ref reader),
        GobTypeKind.Bytes => ReadBytes(ref reader),
        GobTypeKind.Interface => ReadInterface(ref reader, ref fields),
        GobTypeKind.Array or GobTypeKind.Slice => ReadSequence(ref reader, type, ref fields),
        GobTypeKind.Map => ReadMap(ref reader, type, ref fields),
        GobTypeKind.Struct => ReadStruct(ref reader, type, ref fields),
        _ => new GobOpaque(type, reader.ReadBytes().ToArray()),
    };

    private static GobComplex ReadComplex(ref GobReader reader)
    {
        double real = reader.ReadFloat();
        return new GobComplex(new Complex(real, reader.ReadFloat()));
    }

    private static GobString ReadString(ref GobReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        return bytes.IsEmpty ? ZeroValue.EmptyString : new GobString(bytes.ToArray());
    }

    private static GobBytes ReadBytes(ref GobReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        return bytes.IsEmpty ? ZeroValue.EmptyBytes : new GobBytes(bytes.ToArray());
    }

    private static GobSequence ReadSequence(ref GobReader reader, GobType type, ref SlotStack fields)
    {
        reader.Enter();
        int count = reader.ReadCount(type.MayHoldInterface);
        if (type.Kind == GobTypeKind.Array && count != type.Length)
            throw reader.Malformed($"a count of {count} elements in an array of length {type.Length}");
        GobSequence sequence = count == 1
            ? GobSequence.OfOne(type, ReadOnlyElement(ref reader, type.Element!, ref fields))
            : GobSequence.Of(type, ReadElements(ref reader, type.Element!, count, ref fields));
        reader.Leave();
        return sequence;
    }

    private static GobValue ReadOnlyElement(ref GobReader reader, GobType type, ref SlotStack fields)
    {
        try
        {
            return Read(ref reader, type, ref fields);
        }
        catch (GobException error) when (error.PrependIndex(0))
        {
            throw;
        }
    }

    private static GobValue[] ReadElements(ref GobReader reader, GobType type, int count, ref SlotStack fields)
    {
        if (count == 0)
            return [];
        if (reader.Affords(count, Gathered<GobValue>.Weight))
        {
            var elements = new GobValue[count];
            Fill(ref reader, type, elements, 0, ref fields);
            return elements;
        }

        var gathered = new Gathered<GobValue>(count);
        while (!gathered.IsComplete)
        {
            int first = gathered.Count;
            Fill(ref reader, type, gathered.Next(), first, ref fields);
        }

        return gathered.ToArray();
    }

    private static void Fill(ref GobReader reader, GobType type, GobValue[] elements, int first, ref SlotStack fields)
    {
        reader.Awaited += (long)elements.Length * Gathered<GobValue>.Weight;
        int i = 0;
        try
        {
            for (; i < elements.Length; i++)
            {
                reader.Awaited -= Gathered<GobValue>.Weight;
                elements[i] = Read(ref reader, type, ref fields);
            }
        }
        catch (GobException error) when (error.PrependIndex(first + i))
        {
            throw;
        }
    }

    private static GobMap ReadMap(ref GobReader reader, GobType type, ref SlotStack fields)
    {
        reader.Enter();
        int count = reader.ReadCount(type.MayHoldInterface);
        GobMap map = new(type, ReadEntries(ref reader, type, count, ref fields));
        reader.Leave();
        return map;
    }

    private static KeyValuePair<GobValue, GobValue>[] ReadEntries(ref GobReader reader, GobType type, int count, ref SlotStack fields)
    {
        if (count == 0)
            return [];
        if (reader.Affords(count, Gathered<KeyValuePair<GobValue, GobValue>>.Weight))
        {
            var entries = new KeyValuePair<GobValue, GobValue>[count];
            Fill(ref reader, type, entries, 0, ref fields);
            return entries;
        }

        var gathered = new Gathered<KeyValuePair<GobValue, GobValue>>(count);
        while (!gathered.IsComplete)
        {
            int first = gathered.Count;
            Fill(ref reader, type, gathered.Next(), first, ref fields);
        }

        return gathered.ToArray();
    }

    private static void Fill(ref GobReader reader, GobType type, KeyValuePair<GobValue, GobValue>[] entries, int first, ref SlotStack fields)
    {
        reader.Awaited += (long)entries.Length * Gathered<KeyValuePair<GobValue, GobValue>>.Weight;
        int i = 0;
        try
        {
            for (; i < entries.Length; i++)
            {
                reader.Awaited -= Gathered<KeyValuePair<GobValue, GobValue>>.Weight;
                GobValue key = Read(ref reader, type.Key!, ref fields);
                entries[i] = new(key, Read(ref reader, type.Element!, ref fields));
            }
        }
        catch (GobException error) when (error.PrependIndex(first + i))
        {
            throw;
        }
    }

    private static GobStruct ReadStruct(ref GobReader reader, GobType type, ref SlotStack fields)
    {
        reader.Enter();
        int start = fields.Count;
        int last = -1;
        try
        {
            for (int number = reader.ReadFieldNumber(-1); number >= 0; number = reader.ReadFieldNumber(last))
            {
                if (number >= type.FieldArray.Length)
                    throw reader.Malformed($"the field number {number} in a struct of {type.FieldArray.Length} fields");
                last = number;
                GobValue value = Read(ref reader, type.FieldArray[number].Type, ref fields);
                fields.Push(new(number, value, value is GobSequence { Count: 0 }));
            }
        }
        catch (GobException error) when (last >= 0 && error.PrependPath(type.FieldArray[last].Name))
        {
            throw;
        }

        reader.Leave();
        return new GobStruct(type, fields.PopFrom(start));
    }

    private static GobInterface ReadInterface(ref GobReader reader, ref SlotStack fields)
    {
        ReadOnlySpan<byte> name = reader.ReadInterfaceName();
        if (name.IsEmpty)
            return GobInterface.Nil;
        string text = Encoding.UTF8.GetString(name);
        reader.Enter();
        GobType type = reader.ReadConcreteType();
        (int, int, long) outer = reader.BeginInner();
        if (!type.IsStruct)
            reader.ReadSingletonStart();
        GobValue value = Read(ref reader, type, ref fields);
        reader.EndInner(outer);
        reader.Leave();
        return new GobInterface(text, value);
    }
}
