using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Gobwire.Json;

/// <summary>The values that have no parts, from JSON: each kind has one form, and no other is taken.</summary>
internal static class GobJsonScalars
{
    /// <summary>The bits of Go's math.NaN(); .NET's own NaN has others.</summary>
    private static readonly double NaN = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0001);

    public static GobValue Read(ref Utf8JsonReader reader, GobType type) => type.Kind switch
    {
        GobTypeKind.Bool when reader.TokenType is JsonTokenType.True or JsonTokenType.False => GobBool.Of(reader.GetBoolean()),
        GobTypeKind.Int when reader.TokenType == JsonTokenType.Number =>
            reader.TryGetInt64(out long value) ? new GobInt(value) : throw OutOfRange(ref reader, type),
        GobTypeKind.Uint when reader.TokenType == JsonTokenType.Number =>
            reader.TryGetUInt64(out ulong value) ? new GobUint(value) : throw OutOfRange(ref reader, type),
        GobTypeKind.Float when reader.TokenType is JsonTokenType.Number or JsonTokenType.String => new GobFloat(ReadFloat(ref reader)),
        GobTypeKind.Complex when reader.TokenType == JsonTokenType.StartArray => ReadComplex(ref reader),
        GobTypeKind.String when reader.TokenType == JsonTokenType.String => new GobString(Utf8(ref reader)),
        GobTypeKind.Bytes when reader.TokenType == JsonTokenType.String => new GobBytes(ReadBase64(ref reader, type)),
        GobTypeKind.TextMarshaler when reader.TokenType == JsonTokenType.String => new GobOpaque(type, Utf8(ref reader)),
        GobTypeKind.GobEncoder or GobTypeKind.BinaryMarshaler when reader.TokenType == JsonTokenType.String => ReadOpaque(ref reader, type),
        _ => throw Unexpected(ref reader, type),
    };

    /// <summary>Reads a map's key from a property's name.</summary>
    public static GobValue ReadKey(ref Utf8JsonReader reader, GobType type)
    {
        if (type.Kind == GobTypeKind.String)
            return new GobString(Utf8(ref reader));
        string text = Text(ref reader);
        return type.Kind switch
        {
            GobTypeKind.Bool when text is "true" or "false" => GobBool.Of(text == "true"),
            GobTypeKind.Int when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) =>
                new GobInt(value),
            GobTypeKind.Uint when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) => new GobUint(value),
            GobTypeKind.Float when TryParseFloat(text, out double value) => new GobFloat(value),
            _ => throw new GobException(GobErrorKind.TypeMismatch, $"the key \"{text}\" is not of type {type}"),
        };
    }

    /// <summary>The text of a string or of a property's name.</summary>
    public static string Text(ref Utf8JsonReader reader) => Encoding.UTF8.GetString(Utf8(ref reader).Span);

    public static GobException Unexpected(ref Utf8JsonReader reader, GobType type)
    {
        string found = reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a truth value",
            JsonTokenType.Null => "null",
            _ => "nothing",
        };
        return new GobException(GobErrorKind.TypeMismatch, $"{found} where the type is {type}") { WireType = type.ToString(), LocalType = found };
    }

    private static GobException OutOfRange(ref Utf8JsonReader reader, GobType type) =>
        new(GobErrorKind.OutOfRange, $"{Encoding.UTF8.GetString(reader.ValueSpan)} is no {type} of 64 bits");

    private static ReadOnlyMemory<byte> Utf8(ref Utf8JsonReader reader)
    {
        byte[] text = new byte[reader.ValueSpan.Length];
        try
        {
            return text.AsMemory(0, reader.CopyString(text));
        }
        catch (InvalidOperationException error)
        {
            throw new GobException(GobErrorKind.Malformed, "the string is not well-formed Unicode", error);
        }
    }

    private static double ReadFloat(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetDouble(out double value) && double.IsFinite(value) ? value : throw OutOfRange(ref reader, GobType.Float);
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.ValueTextEquals("NaN"u8))
                return NaN;
            if (reader.ValueTextEquals("Infinity"u8))
                return double.PositiveInfinity;
            if (reader.ValueTextEquals("-Infinity"u8))
                return double.NegativeInfinity;
        }

        throw Unexpected(ref reader, GobType.Float);
    }

    private static bool TryParseFloat(string text, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = text switch
        {
            "NaN" => NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0 || (double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value));
    }

    private static GobComplex ReadComplex(ref Utf8JsonReader reader)
    {
        reader.Read();
        double real = ReadFloat(ref reader);
        reader.Read();
        double imaginary = ReadFloat(ref reader);
        reader.Read();
        return reader.TokenType == JsonTokenType.EndArray
            ? new GobComplex(new Complex(real, imaginary))
            : throw new GobException(GobErrorKind.TypeMismatch, "a complex number is a pair: [re,im]");
    }

    private static ReadOnlyMemory<byte> ReadBase64(ref Utf8JsonReader reader, GobType type) =>
        reader.TryGetBytesFromBase64(out byte[]? bytes)
            ? bytes
            : throw new GobException(GobErrorKind.TypeMismatch, $"the string is not base64, which a value of type {type} is in JSON");

    private static GobOpaque ReadOpaque(ref Utf8JsonReader reader, GobType type) =>
        GobJsonForm.MayBeTime(type) && GoTime.TryParse(Text(ref reader)) is { } time
            ? new GobOpaque(type, time)
            : new GobOpaque(type, ReadBase64(ref reader, type));
}
