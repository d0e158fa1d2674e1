using Gobwire.Wire;

namespace Gobwire.Inspection;

/// <summary>Reads a value with its definitions and hands on what each byte means.</summary>
internal ref partial struct PartReader
{
    private readonly Action<GobPart> _sink;
    private GobReader _reader;
    private int _emitted;
    private int _depth;

    private PartReader(GobReader reader, Action<GobPart> sink)
    {
        _reader = reader;
        _sink = sink;
    }

    /// <summary>Goes over one value. A fault ends it quietly: whoever decodes reports it.</summary>
    public static void Walk(GobReader reader, Action<GobPart> sink)
    {
        var parts = new PartReader(reader, sink);
        try
        {
            parts.Message();
        }
        catch (GobException)
        {
            parts.Rest();
        }
    }

    private void Message()
    {
        while (NextMessage())
        {
            _depth = 1;
            int start = _reader.Consumed;
            long number = _reader.ReadInt();
            if (number < 0)
            {
                Definition(start, number);
                continue;
            }

            GobType type = _reader.Types.Resolve(_reader.CheckId(number));
            Emit($"a value of type {number}: {type}");
            if (!type.IsStruct)
                Singleton();
            Value(type, "");
            _reader.EndMessage();
            return;
        }
    }

    /// <summary>Begins the next message that is not empty; empty ones stand for nothing.</summary>
    private bool NextMessage()
    {
        _depth = 0;
        int start = _reader.Consumed;
        bool found = _reader.TryNextMessage();
        ReadOnlySpan<byte> bytes = _reader.Since(start);
        while (!bytes.IsEmpty)
        {
            MessageFrame.TryReadLength(bytes, out ulong length, out int prefix);
            Emit(bytes[..prefix], length == 0 ? "an empty message" : $"a message of {length} bytes");
            bytes = bytes[prefix..];
        }

        return found;
    }

    /// <summary>A definition, whose negated id has been read: the rest is a value of Go's wireType.</summary>
    private void Definition(int start, long negatedId)
    {
        Emit($"the definition of type {-negatedId}");
        GobReader define = _reader;
        Value(WireTypes.WireType, "");
        define.ReadDefinition(start, negatedId);
        _reader = define;
    }

    private void Singleton()
    {
        _reader.ReadSingletonStart();
        Emit("no struct");
    }

    /// <summary>Hands on all bytes read since the last part.</summary>
    private void Emit(string meaning) => Emit(_reader.Since(_emitted), meaning);

    private void Emit(ReadOnlySpan<byte> bytes, string meaning)
    {
        _sink(new GobPart(_reader.Offset - _reader.Consumed + _emitted, bytes.ToArray(), _depth, meaning));
        _emitted += bytes.Length;
    }

    private void Rest()
    {
        ReadOnlySpan<byte> rest = _reader.AllFrom(_emitted);
        _depth = 0;
        if (!rest.IsEmpty)
            Emit(rest, "");
    }
}
