using System.Buffers;

namespace Gobwire.Rpc.Json;

/// <summary>Finds the end of a JSON object in input that comes in pieces, going over each byte once and without looking into it.</summary>
internal struct JsonFrame
{
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;
    private bool _isBegun;

    /// <summary>Where the first byte that is no blank is; the end if there is none.</summary>
    public static SequencePosition SkipBlanks(in ReadOnlySequence<byte> input)
    {
        var reader = new SequenceReader<byte>(input);
        reader.AdvancePastAny((byte)' ', (byte)'\n', (byte)'\r', (byte)'\t');
        return reader.Position;
    }

    /// <summary>Goes over bytes that follow those of earlier calls.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="length">How many of them belong to the object, up to its end.</param>
    /// <returns>Whether the object's end is among them. An input that begins otherwise ends at once, for the parser to complain.</returns>
    public bool TryFindEnd(ReadOnlySpan<byte> bytes, out int length)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!IsEnd(bytes[i]))
                continue;
            length = i + 1;
            return true;
        }

        length = bytes.Length;
        return false;
    }

    private bool IsEnd(byte b)
    {
        if (_isInString)
        {
            _isInString = _isEscaped || b != (byte)'"';
            _isEscaped = !_isEscaped && b == (byte)'\\';
            return false;
        }

        switch (b)
        {
            case (byte)'"':
                _isInString = true;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                break;
            default:
                return !_isBegun;
        }

        bool isEnd = _depth <= 0 && (_isBegun || b != (byte)'{');
        _isBegun = true;
        return isEnd;
    }
}
