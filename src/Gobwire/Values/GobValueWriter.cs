using System.Text;
using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire.Values;

/// <summary>Writes values by the types they came with.</summary>
internal static class GobValueWriter
{
    public static void Write(GobWriter writer, GobValue value)
    {
        switch (value)
        {
            case GobBool v:
                writer.WriteByte(v.Value ? (byte)1 : (byte)0);
                break;
            case GobInt v:
                writer.WriteInt(v.Value);
                break;
            case GobUint v:
                writer.WriteUint(v.Value);
                break;
            case GobFloat v:
                writer.WriteFloat(v.Value);
                break;
            case GobComplex v:
                writer.WriteFloat(v.Value.Real);
                writer.WriteFloat(v.Value.Imaginary);
                break;
            case GobString v:
                writer.WriteBytes(v.Utf8.Span);
                break;
            case GobBytes v:
                writer.WriteBytes(v.Value.Span);
                break;
            case GobOpaque v:
                writer.WriteBytes(v.Value.Span);
                break;
            default:
                writer.Enter();
                WriteComposite(writer, value);
                writer.Leave();
                break;
        }
    }

    private static void WriteComposite(GobWriter writer, GobValue value)
    {
        switch (value)
        {
            case GobSequence v:
                WriteSequence(writer, v);
                break;
            case GobMap v:
                WriteMap(writer, v);
                break;
            case GobStruct v:
                WriteStruct(writer, v);
                break;
            case GobInterface v:
                WriteInterface(writer, v);
                break;
        }
    }

    private static void WriteSequence(GobWriter writer, GobSequence sequence)
    {
        if (sequence.Type.Kind == GobTypeKind.Array && sequence.Count != sequence.Type.Length)
        {
            throw new GobException(
                GobErrorKind.InvalidValue, $"{sequence.Count} elements in an array of length {sequence.Type.Length}");
        }

        writer.WriteUint((uint)sequence.Count);
        for (int i = 0; i < sequence.Count; i++)
            WritePart(writer, sequence[i], sequence.Type.Element!, i);
    }

    private static void WriteMap(GobWriter writer, GobMap map)
    {
        writer.WriteUint((uint)map.Count);
        for (int i = 0; i < map.Count; i++)
        {
            (GobValue key, GobValue value) = map[i];
            WritePart(writer, key, map.Type.Key!, i);
            WritePart(writer, value, map.Type.Element!, i);
        }
    }

    private static void WritePart(GobWriter writer, GobValue part, GobType type, int index)
    {
        try
        {
            CheckType(part, type);
            Write(writer, part);
        }
        catch (GobException error) when (error.PrependIndex(index))
        {
            throw;
        }
    }

    private static void WriteStruct(GobWriter writer, GobStruct value)
    {
        int last = -1;
        foreach ((int number, GobValue field) in value.Present)
        {
            try
            {
                CheckType(field, value.Type.FieldArray[number].Type);
                writer.WriteUint((uint)(number - last));
                last = number;
                Write(writer, field);
            }
            catch (GobException error) when (error.PrependPath(value.Type.FieldArray[number].Name))
            {
                throw;
            }
        }

        writer.WriteByte(0);
    }

    private static void WriteInterface(GobWriter writer, GobInterface value)
    {
        if (value.Value is null)
        {
            writer.WriteByte(0);
            return;
        }

        writer.WriteBytes(Encoding.UTF8.GetBytes(value.Name));
        BuiltInCodecs.Get<GobValue>().WriteInner(writer, value.Value);
    }

    private static void CheckType(GobValue value, GobType type)
    {
        if (!ReferenceEquals(value.Type, type))
        {
            throw new GobException(GobErrorKind.InvalidValue, $"a value of type {value.Type} where the type is {type}")
            {
                WireType = type.ToString(),
                LocalType = value.Type.ToString(),
            };
        }
    }
}
