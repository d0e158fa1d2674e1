using System.Numerics;
using System.Text;
using Gobwire.Wire;

namespace Gobwire.Json;

/// <summary>Reads values by their wire type and writes them as Gob JSON on the way, without building them.</summary>
/// <remarks>Where the output is cut, it stops in the middle of the value.</remarks>
internal static class GobJsonReader
{
    public static void Read(ref GobReader reader, GobType type, GobJsonOutput json)
    {
        switch (type.Kind)
        {
            case GobTypeKind.Bool:
                json.Bool(reader.ReadBool());
                break;
            case GobTypeKind.Int:
                json.Int(reader.ReadInt());
                break;
            case GobTypeKind.Uint:
                json.Uint(reader.ReadUint());
                break;
            case GobTypeKind.Float:
                json.Float(reader.ReadFloat());
                break;
            case GobTypeKind.Complex:
                double real = reader.ReadFloat();
                json.Complex(new Complex(real, reader.ReadFloat()));
                break;
            case GobTypeKind.String:
                json.String(reader.ReadBytes());
                break;
            case GobTypeKind.Bytes:
                json.Base64(reader.ReadBytes());
                break;
            case GobTypeKind.GobEncoder or GobTypeKind.BinaryMarshaler or GobTypeKind.TextMarshaler:
                GobJsonForm.WriteOpaque(json, type, reader.ReadBytes());
                break;
            default:
                reader.Enter();
                ReadComposite(ref reader, type, json);
                reader.Leave();
                break;
        }
    }

    private static void ReadComposite(ref GobReader reader, GobType type, GobJsonOutput json)
    {
        switch (type.Kind)
        {
            case GobTypeKind.Struct:
                ReadStruct(ref reader, type, json);
                break;
            case GobTypeKind.Map:
                ReadMap(ref reader, type, json);
                break;
            case GobTypeKind.Interface:
                ReadInterface(ref reader, json);
                break;
            default:
                ReadSequence(ref reader, type, json);
                break;
        }
    }

    private static void ReadSequence(ref GobReader reader, GobType type, GobJsonOutput json)
    {
        int count = reader.ReadCount(type.MayHoldInterface);
        if (type.Kind == GobTypeKind.Array && count != type.Length)
            throw reader.Malformed($"a count of {count} elements in an array of length {type.Length}");
        json.Raw("["u8);
        for (int i = 0; i < count && !json.IsCut; i++)
        {
            if (i > 0)
                json.Raw(","u8);
            Read(ref reader, type.Element!, json);
        }

        json.Raw("]"u8);
    }

    private static void ReadMap(ref GobReader reader, GobType type, GobJsonOutput json)
    {
        bool isObject = GobJsonForm.IsObject(type);
        bool isQuoted = isObject && type.Key!.Kind != GobTypeKind.String;
        int count = reader.ReadCount(type.MayHoldInterface);
        json.Raw(isObject ? "{"u8 : "["u8);
        for (int i = 0; i < count && !json.IsCut; i++)
        {
            if (i > 0)
                json.Raw(","u8);
            if (!isObject)
                json.Raw("["u8);
            ReadKey(ref reader, type.Key!, json, isQuoted);
            if (json.IsCut)
                return;
            json.Raw(isObject ? ":"u8 : ","u8);
            Read(ref reader, type.Element!, json);
            if (!isObject)
                json.Raw("]"u8);
        }

        json.Raw(isObject ? "}"u8 : "]"u8);
    }

    private static void ReadKey(ref GobReader reader, GobType type, GobJsonOutput json, bool isQuoted)
    {
        if (isQuoted && type.Kind == GobTypeKind.Float)
        {
            // Infinities and NaN have quotes of their own.
            double value = reader.ReadFloat();
            if (double.IsFinite(value))
                json.String(GoNumber.Format(value));
            else
                json.Float(value);
            return;
        }

        if (isQuoted)
            json.Raw("\""u8);
        Read(ref reader, type, json);
        if (isQuoted)
            json.Raw("\""u8);
    }

    private static void ReadStruct(ref GobReader reader, GobType type, GobJsonOutput json)
    {
        json.Raw("{"u8);
        int last = -1;
        for (int number = reader.ReadFieldNumber(-1); number >= 0; number = reader.ReadFieldNumber(last))
        {
            if (number >= type.FieldArray.Length)
                throw reader.Malformed($"the field number {number} in a struct of {type.FieldArray.Length} fields");
            if (last >= 0)
                json.Raw(","u8);
            last = number;
            json.String(type.FieldArray[number].Name);
            json.Raw(":"u8);
            Read(ref reader, type.FieldArray[number].Type, json);
            if (json.IsCut)
                return;
        }

        json.Raw("}"u8);
    }

    private static void ReadInterface(ref GobReader reader, GobJsonOutput json)
    {
        ReadOnlySpan<byte> name = reader.ReadInterfaceName();
        if (name.IsEmpty)
        {
            json.Raw("null"u8);
            return;
        }

        json.Raw("{\"$type\":"u8);
        json.String(name);
        json.Raw(",\"$value\":"u8);
        GobType type = reader.ReadConcreteType();
        (int, int, long) outer = reader.BeginInner();
        if (!type.IsStruct)
            reader.ReadSingletonStart();
        Read(ref reader, type, json);
        if (json.IsCut)
            return;
        reader.EndInner(outer);
        json.Raw("}"u8);
    }
}
