using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Gobwire.Wire;

/// <summary>Reads messages from bytes at hand: gob's numbers and text, and the chunks they stand in.</summary>
/// <remarks>
/// A chunk is a message, or the bytes of an interface value; nothing reads past its end. A value goes on in the next message
/// only after a definition inside an interface value: then <see cref="MoreInputNeeded"/> is thrown if that is not at hand.
/// </remarks>
internal ref partial struct GobReader
{
    /// <summary>Room for as many is made without a look at what there is.</summary>
    private const int Few = 16;

    private readonly ReadOnlySpan<byte> _input;
    private readonly long _baseOffset;
    private readonly bool _isFinal;
    private int _position;
    private int _limit;
    private int _outerLimit;
    private int _level;
    private int _depth;
    private int _rowStart;

    /// <param name="input">Bytes from a message border on.</param>
    /// <param name="options">The limits.</param>
    /// <param name="types">The types the stream has defined so far.</param>
    /// <param name="baseOffset">The offset in the stream of the first byte.</param>
    /// <param name="isFinal">Whether nothing will ever follow the input.</param>
    public GobReader(ReadOnlySpan<byte> input, GobOptions options, ReceivedTypes types, long baseOffset = 0, bool isFinal = true)
    {
        _input = input;
        _baseOffset = baseOffset;
        _isFinal = isFinal;
        Options = options;
        Types = types;
        ValueStartTypes = types;
    }

    /// <summary>Goes on where another reader of the same value stood, which had less of the input.</summary>
    /// <param name="input">The same bytes, and what has come since.</param>
    /// <param name="options">The limits.</param>
    /// <param name="place">Where it stood.</param>
    /// <param name="baseOffset">The offset in the stream of the first byte.</param>
    /// <param name="isFinal">Whether nothing is to follow the input.</param>
    public GobReader(ReadOnlySpan<byte> input, GobOptions options, in Place place, long baseOffset, bool isFinal = false)
        : this(input, options, place.ValueStartTypes, baseOffset, isFinal)
    {
        Types = place.Types;
        (_position, _limit, _outerLimit, _level, _depth) = (place.Position, place.Limit, place.OuterLimit, place.Level, place.Depth);
    }

    /// <summary>Where the reader stands, to be kept until there is more input.</summary>
    public readonly Place Here => new(ValueStartTypes, Types, _position, _limit, _outerLimit, _level, _depth);

    public GobOptions Options { get; }

    /// <summary>The types the stream has defined up to here.</summary>
    public ReceivedTypes Types { get; private set; }

    /// <summary>The offset in the stream of the next byte.</summary>
    public readonly long Offset => _baseOffset + _position;

    /// <summary>How many bytes of the input are consumed.</summary>
    public readonly int Consumed => _position;

    /// <summary>The bytes from a position, as <see cref="Consumed"/> counts, up to where the reader stands.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _input[start.._position];

    /// <summary>The bytes at hand from a position on, as <see cref="Consumed"/> counts.</summary>
    public readonly ReadOnlySpan<byte> AllFrom(int start) => _input[start..];

    /// <summary>Bytes left in the chunk.</summary>
    public readonly int Remaining => _limit - _position;

    /// <summary>
    /// For how much that has not come yet collections around have made room, in pieces of eight bytes. Each takes a byte of input at least, so what all of
    /// them make room for together is bounded by the input, however deep they nest and whatever their counts say.
    /// </summary>
    public long Awaited { get; set; }

    /// <summary>Whether values of this stream have been split before.</summary>
    public bool ExpectsSplit { get; init; }

    /// <summary>Whether the value is known to be at hand to its end.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The types known where the value being read began: what came since is the value's own encoder's.</summary>
    private ReceivedTypes ValueStartTypes { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadUint()
    {
        if (_position < _limit)
        {
            byte first = _input[_position];
            if (first < 0x80)
            {
                _position++;
                return first;
            }
        }

        return ReadLongUint();
    }

    /// <summary>Reads numbers in a row. Most take as many bytes as the one before: only where that changes is it looked at.</summary>
    public void ReadUints(scoped Span<ulong> values)
    {
        ReadOnlySpan<byte> input = _input[.._limit];
        int position = _rowStart = _position;
        int i = 0;
        byte lastPrefix = 0;
        int bytes = 0;
        for (; i < values.Length && input.Length - position > sizeof(ulong); i++)
        {
            byte prefix = input[position];
            if (prefix < 0x80)
            {
                values[i] = prefix;
                position++;
                continue;
            }

            if (prefix != lastPrefix)
            {
                lastPrefix = prefix;
                bytes = -(sbyte)prefix;
                if (bytes > sizeof(ulong))
                    break;
            }

            values[i] = BinaryPrimitives.ReadUInt64BigEndian(input.Slice(position + 1, sizeof(ulong))) >> (64 - (bytes * 8));
            position += 1 + bytes;
        }

        _position = position;
        for (; i < values.Length; i++)
            values[i] = ReadUint();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadInt() => ToInt(ReadUint());

    /// <summary>The signed number an unsigned one stands for.</summary>
    public static long ToInt(ulong bits) => (long)(bits >> 1) ^ -(long)(bits & 1);

    public bool ReadBool() => ReadUint() switch
    {
        0 => false,
        1 => true,
        _ => throw Malformed("a bool that is neither 0 nor 1"),
    };

    public double ReadFloat() => ToFloat(ReadUint());

    /// <summary>The float whose bits an unsigned number stands for.</summary>
    public static double ToFloat(ulong bits) => BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReverseEndianness(bits));

    /// <summary>Reads a length and that many bytes, which are valid as long as the input is.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        ulong length = ReadUint();
        if (length > (ulong)Remaining)
            throw Malformed($"a length of {length} bytes where {Remaining} are left");
        ReadOnlySpan<byte> bytes = _input.Slice(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    public string ReadString()
    {
        ReadOnlySpan<byte> bytes = ReadBytes();
        if (bytes.IsEmpty)
            return "";
        // Most text is ASCII, which is Latin-1 too: no byte of it need be counted or checked again.
        if (Ascii.IsValid(bytes))
            return Encoding.Latin1.GetString(bytes);
        if (!Utf8.IsValid(bytes))
        {
            throw At(
                new GobException(GobErrorKind.OutOfRange, "the string is not UTF-8; decode it as bytes, or as GobValue")
                {
                    WireType = "string",
                    LocalType = "string",
                    TellsValue = false,
                });
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads the number of elements that follow. Each takes a byte at least, unless some come in a later message.</summary>
    public int ReadCount(bool holdsInterface)
    {
        ulong count = ReadUint();
        if (count > (ulong)Remaining && (!holdsInterface || count > int.MaxValue))
            throw Malformed($"a count of {count} elements where {Remaining} bytes are left");
        return (int)count;
    }

    /// <summary>Whether there may be so many values yet, beside those awaited, that room can be made for all of them at once.</summary>
    /// <param name="count">How many values are said to come.</param>
    /// <param name="weight">What each takes, in pieces of eight bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Affords(int count, int weight) => count <= Few || (long)count * weight <= Remaining - Awaited;

    /// <summary>Reads a struct's next field number, given the last; -1 at the struct's end.</summary>
    public int ReadFieldNumber(int last)
    {
        ulong delta = ReadUint();
        if (delta == 0)
            return -1;
        if (delta > int.MaxValue / 2)
            throw Malformed("a field number out of range");
        return last + (int)delta;
    }

    /// <summary>Reads the zero byte before a value that is not a struct.</summary>
    public void ReadSingletonStart()
    {
        if (ReadUint() != 0)
            throw Malformed("a non-zero delta before a value that is not a struct");
    }

    /// <summary>Goes one level deeper into a value.</summary>
    /// <exception cref="GobException">The value is deeper than the limit.</exception>
    public void Enter()
    {
        if (++_depth > Options.MaxDepth || (_depth % 16 == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
            throw LimitExceeded($"the value is deeper than {nameof(GobOptions.MaxDepth)} ({Options.MaxDepth})");
    }

    public void Leave() => _depth--;

    public readonly GobException Malformed(string reason) => At(new GobException(GobErrorKind.Malformed, reason));

    public readonly GobException LimitExceeded(string reason) => At(new GobException(GobErrorKind.LimitExceeded, reason));

    /// <param name="reason">The reason.</param>
    /// <param name="index">The index of the element that is out of range; -1 where it is no element.</param>
    /// <param name="placeInRow">Its place among the numbers that <see cref="ReadUints"/> read last.</param>
    public readonly GobException OutOfRange(string reason, int index = -1, int placeInRow = 0)
    {
        GobReader there = this;
        if (index >= 0)
        {
            // The reader has come to the end of the row: it is gone over again, up to behind this number.
            there._position = _rowStart;
            for (int i = 0; i <= placeInRow; i++)
                there.ReadUint();
        }

        GobException error = there.At(new GobException(GobErrorKind.OutOfRange, reason));
        if (index >= 0)
            error.PrependIndex(index);
        return error;
    }

    /// <summary>Gives an error the place the reader has come to.</summary>
    public readonly GobException At(GobException error)
    {
        if (error.Offset < 0)
            error.Offset = Offset;
        return error;
    }

    /// <summary>A reader's place in a value, without the input.</summary>
    internal readonly record struct Place(
        ReceivedTypes ValueStartTypes, ReceivedTypes Types, int Position, int Limit, int OuterLimit, int Level, int Depth);

    private ulong ReadLongUint()
    {
        if (_position >= _limit)
            throw Malformed("the message ends in the middle of a value");
        int bytes = -(sbyte)_input[_position];
        if (bytes > 8)
            throw Malformed("a number of more than eight bytes");
        if (bytes > _limit - _position - 1)
            throw Malformed("the message ends in the middle of a number");
        ReadOnlySpan<byte> digits = _input[(_position + 1)..];
        _position += 1 + bytes;
        if (digits.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(digits) >> (64 - (bytes * 8));
        ulong value = 0;
        foreach (byte b in digits[..bytes])
            value = (value << 8) | b;
        return value;
    }
}
