using System.Buffers;

namespace Gobwire.Json;

/// <summary>Writes values without a local type as Gob JSON.</summary>
internal static class GobJsonValueWriter
{
    public static void Write(IBufferWriter<byte> output, GobValue value) => Write(new GobJsonOutput(output), value, 0);

    private static void Write(GobJsonOutput json, GobValue value, int depth)
    {
        if (depth > GobOptions.Trusted.MaxDepth
            || (depth % 16 == 15 && !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            throw new GobException(GobErrorKind.LimitExceeded, "the value is too deep to write");
        }

        switch (value)
        {
            case GobBool v:
                json.Bool(v.Value);
                break;
            case GobInt v:
                json.Int(v.Value);
                break;
            case GobUint v:
                json.Uint(v.Value);
                break;
            case GobFloat v:
                json.Float(v.Value);
                break;
            case GobComplex v:
                json.Complex(v.Value);
                break;
            case GobString v:
                json.String(v.Utf8.Span);
                break;
            case GobBytes v:
                json.Base64(v.Value.Span);
                break;
            case GobOpaque v:
                GobJsonForm.WriteOpaque(json, v.Type, v.Value.Span);
                break;
            default:
                WriteComposite(json, value, depth + 1);
                break;
        }
    }

    private static void WriteComposite(GobJsonOutput json, GobValue value, int depth)
    {
        switch (value)
        {
            case GobStruct v:
                WriteStruct(json, v, depth);
                break;
            case GobMap v:
                WriteMap(json, v, depth);
                break;
            case GobSequence v:
                WriteSequence(json, v, depth);
                break;
            case GobInterface { Value: { } inner } v:
                json.Raw("{\"$type\":"u8);
                json.String(v.Name);
                json.Raw(",\"$value\":"u8);
                Write(json, inner, depth);
                json.Raw("}"u8);
                break;
            default:
                json.Raw("null"u8);
                break;
        }
    }

    private static void WriteStruct(GobJsonOutput json, GobStruct value, int depth)
    {
        json.Raw("{"u8);
        bool first = true;
        foreach (GobStruct.Slot slot in value.Slots)
        {
            if (!slot.IsOnWire)
                continue;
            if (!first)
                json.Raw(","u8);
            first = false;
            json.String(value.Type.FieldArray[slot.Number].Name);
            json.Raw(":"u8);
            Write(json, slot.Value, depth);
        }

        json.Raw("}"u8);
    }

    private static void WriteSequence(GobJsonOutput json, GobSequence value, int depth)
    {
        json.Raw("["u8);
        int count = value.Count;
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                json.Raw(","u8);
            Write(json, value.Get(i), depth);
        }

        json.Raw("]"u8);
    }

    private static void WriteMap(GobJsonOutput json, GobMap value, int depth)
    {
        bool isObject = GobJsonForm.IsObject(value.Type);
        json.Raw(isObject ? "{"u8 : "["u8);
        for (int i = 0; i < value.Count; i++)
        {
            (GobValue key, GobValue element) = value.Entries[i];
            if (i > 0)
                json.Raw(","u8);
            if (!isObject)
                json.Raw("["u8);
            WriteKey(json, key, isObject, depth);
            json.Raw(isObject ? ":"u8 : ","u8);
            Write(json, element, depth);
            if (!isObject)
                json.Raw("]"u8);
        }

        json.Raw(isObject ? "}"u8 : "]"u8);
    }

    private static void WriteKey(GobJsonOutput json, GobValue key, bool isObject, int depth)
    {
        bool isQuoted = isObject && key is GobBool or GobInt or GobUint || key is GobFloat f && double.IsFinite(f.Value) && isObject;
        if (isQuoted)
            json.Raw("\""u8);
        Write(json, key, depth);
        if (isQuoted)
            json.Raw("\""u8);
    }
}
