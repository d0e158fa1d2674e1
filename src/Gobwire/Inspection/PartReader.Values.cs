using System.Buffers;
using System.Text;
using Gobwire.Codecs;
using Gobwire.Json;
using Gobwire.Wire;

namespace Gobwire.Inspection;

internal ref partial struct PartReader
{
    private const int MaxText = 60;

    /// <summary>A value. The bytes before it that say which field it is are part of its first part.</summary>
    private void Value(GobType type, string label)
    {
        switch (type.Kind)
        {
            case GobTypeKind.Struct:
                Struct(type, label);
                break;
            case GobTypeKind.Map:
                Map(type, label);
                break;
            case GobTypeKind.Array or GobTypeKind.Slice:
                Sequence(type, label);
                break;
            case GobTypeKind.Interface:
                Interface(label);
                break;
            default:
                Scalar(type, label);
                break;
        }
    }

    private void Scalar(GobType type, string label)
    {
        GobReader text = _reader;
        WireSkipper.Skip(ref _reader, type);
        Emit(label.Length == 0 ? Text(text, type) : $"{label} = {Text(text, type)}");
    }

    private static string Text(GobReader reader, GobType type)
    {
        var output = new ArrayBufferWriter<byte>();
        GobJsonReader.Read(ref reader, type, new GobJsonOutput(output));
        string text = Encoding.UTF8.GetString(output.WrittenSpan);
        return text.Length <= MaxText ? text : $"{text.AsSpan(0, MaxText - 1)}…";
    }

    private void Struct(GobType type, string label)
    {
        Begin(label, $"{type}");
        int last = -1;
        for (int number = _reader.ReadFieldNumber(-1); number >= 0; number = _reader.ReadFieldNumber(last))
        {
            if (number >= type.FieldArray.Length)
                throw _reader.Malformed($"the field number {number} in a struct of {type.FieldArray.Length} fields");
            last = number;
            Value(type.FieldArray[number].Type, type.FieldArray[number].Name);
        }

        Emit($"the end of {type}");
        End();
    }

    private void Sequence(GobType type, string label)
    {
        int count = _reader.ReadCount(type.MayHoldInterface);
        Begin(label, $"{type} with {Counted(count, "element")}");
        if (type.Kind == GobTypeKind.Array && count != type.Length)
            throw _reader.Malformed($"a count of {count} elements in an array of length {type.Length}");
        for (int i = 0; i < count; i++)
            Value(type.Element!, $"[{i}]");
        End();
    }

    private void Map(GobType type, string label)
    {
        int count = _reader.ReadCount(type.MayHoldInterface);
        Begin(label, $"{type} with {Counted(count, "element")}");
        for (int i = 0; i < count; i++)
        {
            Value(type.Key!, "key");
            Value(type.Element!, "element");
        }

        End();
    }

    private void Interface(string label)
    {
        GobReader name = _reader;
        if (_reader.ReadInterfaceName().IsEmpty)
        {
            Emit(label.Length == 0 ? "nil" : $"{label} = nil");
            return;
        }

        Begin(label, $"an interface value named {Text(name, GobType.String)}");
        GobType type = ConcreteType();
        (int, int, long) outer = _reader.BeginInner();
        Emit($"{Counted(_reader.Remaining, "byte")} of value");
        if (!type.IsStruct)
            Singleton();
        Value(type, "");
        _reader.EndInner(outer);
        End();
    }

    /// <summary>What stands between an interface value's name and its bytes: definitions, then the concrete type's id.</summary>
    private GobType ConcreteType()
    {
        while (true)
        {
            int start = _reader.Consumed;
            long number = _reader.ReadInt();
            if (number >= 0)
            {
                GobType type = _reader.Types.Resolve(_reader.CheckId(number));
                Emit($"type {number}: {type}");
                return type;
            }

            Definition(start, number);
            _reader.NextChunk();
            Emit($"{Counted(_reader.Remaining, "byte")} follow");
        }
    }

    private void Begin(string label, string meaning)
    {
        Emit(label.Length == 0 ? meaning : $"{label}: {meaning}");
        _depth++;
        _reader.Enter();
    }

    private void End()
    {
        _reader.Leave();
        _depth--;
    }

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
