using System.Text.Json;
using Gobwire.Values;

namespace Gobwire.Json;

internal ref partial struct GobJsonParser
{
    private GobStruct ReadStruct(GobType type)
    {
        Expect(JsonTokenType.StartObject, type);
        List<GobStruct.Slot>? slots = null;
        bool[]? present = null;
        int next = 0;
        bool isInOrder = true;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            int number = FindField(type, next);
            if (number < 0)
                continue;
            present ??= new bool[type.FieldArray.Length];
            if (present[number])
                throw new GobException(GobErrorKind.Malformed, $"the field {type.FieldArray[number].Name} comes twice");
            present[number] = true;
            GobValue? value = ReadField(type.FieldArray[number]);
            if (value is not null && !ZeroValue.IsOmitted(value))
                (slots ??= []).Add(new(number, value));
            isInOrder &= number >= next;
            next = number + 1;
        }

        if (!isInOrder)
            slots?.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        return new GobStruct(type, slots is null ? [] : [.. slots]);
    }

    /// <summary>The number of the field whose name the reader stands at. An inferred type lacks those that have no type to infer: they are skipped.</summary>
    private int FindField(GobType type, int next)
    {
        for (int i = 0; i < type.FieldArray.Length; i++)
        {
            // Fields come in order as a rule: the search begins where the last ended, and goes around.
            int number = next + i < type.FieldArray.Length ? next + i : next + i - type.FieldArray.Length;
            if (_reader.ValueTextEquals(type.FieldArray[number].Name))
                return number;
        }

        if (!_isInferred)
            throw new GobException(GobErrorKind.TypeMismatch, $"{type} has no field \"{GobJsonScalars.Text(ref _reader)}\"");
        _reader.Skip();
        return -1;
    }

    /// <summary>Reads a field; null leaves it off the wire whatever its type.</summary>
    private GobValue? ReadField(GobField field)
    {
        try
        {
            _reader.Read();
            return _reader.TokenType == JsonTokenType.Null ? null : Read(field.Type);
        }
        catch (GobException error) when (SetOffset(error) || error.PrependPath(field.Name))
        {
            throw;
        }
    }

    private GobSequence ReadSequence(GobType type)
    {
        Expect(JsonTokenType.StartArray, type);
        List<GobValue> elements = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            elements.Add(ReadElement(type.Element!, elements.Count));
        if (type.Kind == GobTypeKind.Array && elements.Count != type.Length)
            throw new GobException(GobErrorKind.TypeMismatch, $"{elements.Count} elements for an array of length {type.Length}");
        return GobSequence.Of(type, [.. elements]);
    }

    private GobValue ReadElement(GobType type, int index)
    {
        try
        {
            return Read(type);
        }
        catch (GobException error) when (SetOffset(error) || error.PrependIndex(index))
        {
            throw;
        }
    }

    private GobMap ReadMap(GobType type)
    {
        var map = new GobMap(type);
        if (_reader.TokenType == JsonTokenType.StartObject && GobJsonForm.IsObject(type))
        {
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                GobValue key = GobJsonScalars.ReadKey(ref _reader, type.Key!);
                _reader.Read();
                AddEntry(map, key, ReadMapElement(type.Element!, key));
            }

            return map;
        }

        Expect(JsonTokenType.StartArray, type);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            ReadPair(map);
        return map;
    }

    private void ReadPair(GobMap map)
    {
        const string Reason = "an entry is a pair: [key,value]";
        if (_reader.TokenType != JsonTokenType.StartArray)
            throw new GobException(GobErrorKind.TypeMismatch, Reason);
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndArray)
            throw new GobException(GobErrorKind.TypeMismatch, Reason);
        GobValue key = ReadElement(map.Type.Key!, map.Count);
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndArray)
            throw new GobException(GobErrorKind.TypeMismatch, Reason);
        GobValue value = ReadMapElement(map.Type.Element!, key);
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.EndArray)
            throw new GobException(GobErrorKind.TypeMismatch, Reason);
        AddEntry(map, key, value);
    }

    private GobValue ReadMapElement(GobType type, GobValue key)
    {
        try
        {
            return Read(type);
        }
        catch (GobException error) when (SetOffset(error) || error.PrependKey($"[{key}]"))
        {
            throw;
        }
    }

    private static void AddEntry(GobMap map, GobValue key, GobValue value)
    {
        // A map in Go may hold NaN as a key many times over.
        if (!map.TryAdd(key, value, keepsTwice: key is GobFloat { Value: double.NaN }))
            throw new GobException(GobErrorKind.Malformed, $"the key {key} comes twice");
    }
}
