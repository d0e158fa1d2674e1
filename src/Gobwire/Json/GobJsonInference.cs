using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gobwire.Json;

/// <summary>Infers the type of a JSON value, which it goes over once without building anything but the type.</summary>
internal static class GobJsonInference
{
    /// <summary>The type of the one value a text holds.</summary>
    public static GobType Infer(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = GobJsonParser.NewReader(json);
        try
        {
            reader.Read();
            return Infer(reader, "");
        }
        catch (JsonException error)
        {
            throw GobJsonParser.NotJson(error, reader.BytesConsumed);
        }
        catch (GobException error) when (SetOffset(error, ref reader))
        {
            throw;
        }
    }

    /// <summary>The type of the value a reader stands at; the reader itself is not moved.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">The declared name.</param>
    public static GobType Infer(Utf8JsonReader reader, string name)
    {
        InferredType type = Read(ref reader, 0);
        return type.Kind == InferredKind.Null
            ? throw new GobException(GobErrorKind.InvalidValue, "null stands for a nil, which by itself has no form in gob")
            : type.ToGobType(name);
    }

    private static bool SetOffset(GobException error, ref Utf8JsonReader reader)
    {
        if (error.Offset < 0)
            error.Offset = reader.TokenStartIndex;
        return false;
    }

    private static InferredType Read(ref Utf8JsonReader reader, int depth)
    {
        if (depth > GobOptions.Trusted.MaxDepth || (depth % 16 == 15 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
            throw new GobException(GobErrorKind.LimitExceeded, "the value is too deep to read");
        return reader.TokenType switch
        {
            JsonTokenType.True or JsonTokenType.False => InferredType.Bool,
            JsonTokenType.String => InferredType.String,
            JsonTokenType.Number => ReadNumber(ref reader),
            JsonTokenType.StartArray => ReadArray(ref reader, depth + 1),
            JsonTokenType.StartObject => ReadObject(ref reader, depth + 1),
            _ => InferredType.Null,
        };
    }

    private static InferredType ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IndexOfAny("."u8[0], "e"u8[0], "E"u8[0]) >= 0)
            return InferredType.Float;
        if (reader.TryGetInt64(out long value))
            return value < 0 ? InferredType.NegativeInt : InferredType.Int;
        return reader.TryGetUInt64(out _)
            ? InferredType.Uint
            : throw new GobException(GobErrorKind.OutOfRange, "the integer does not fit 64 bits; with a fraction or an exponent it would be a float");
    }

    private static InferredType ReadArray(ref Utf8JsonReader reader, int depth)
    {
        InferredType? element = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            InferredType next = Read(ref reader, depth);
            element = element is null ? next : InferredType.Common(element, next, nullIsNil: true);
        }

        return InferredType.SliceOf(element);
    }

    private static InferredType ReadObject(ref Utf8JsonReader reader, int depth)
    {
        var fields = new OrderedDictionary<string, InferredType>(StringComparer.Ordinal);
        bool isInterface = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = GobJsonScalars.Text(ref reader);
            reader.Read();
            if (fields.Count == 0 && name == "$type")
                isInterface = true;
            if (isInterface)
            {
                reader.Skip();
                continue;
            }

            if (name.Length == 0)
                throw new GobException(GobErrorKind.TypeMismatch, "a struct's field has a name: \"\" is none");
            if (!fields.TryAdd(name, Read(ref reader, depth)))
                throw new GobException(GobErrorKind.Malformed, $"the field {name} comes twice");
        }

        return isInterface ? InferredType.Interface : InferredType.StructOf(fields);
    }
}
