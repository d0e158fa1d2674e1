using System.Text;
using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire.Values;

/// <summary>Writes values by the types they came with. That parts are of the types their wholes say is seen to when they are put in.</summary>
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
        int count = sequence.Count;
        writer.WriteUint((uint)count);
        for (int i = 0; i < count; i++)
            WritePart(writer, sequence.Get(i), i);
    }

    private static void WriteMap(GobWriter writer, GobMap map)
    {
        ReadOnlySpan<KeyValuePair<GobValue, GobValue>> entries = map.Entries;
        writer.WriteUint((uint)entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            WritePart(writer, entries[i].Key, i);
            WritePart(writer, entries[i].Value, i);
        }
    }

    private static void WritePart(GobWriter writer, GobValue part, int index)
    {
        try
        {
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
        foreach (GobStruct.Slot slot in value.Slots)
        {
            if (!slot.IsOnWire)
                continue;
            try
            {
                writer.WriteUint((uint)(slot.Number - last));
                last = slot.Number;
                Write(writer, slot.Value);
            }
            catch (GobException error) when (error.PrependPath(value.Type.FieldArray[slot.Number].Name))
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
}
