using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Gobwire.Wire;

/// <summary>Builds messages in one growing buffer: gob's numbers and text, and the chunks they stand in.</summary>
/// <remarks>
/// A chunk is a length and that many bytes: a message of the stream, or the value inside an interface value. Its length is
/// written when it ends. A definition ends the chunk that needs it and begins the next, as Go's encoder does.
/// </remarks>
internal sealed partial class GobWriter
{
    /// <summary>How many numbers are converted at a time where many are written in a row.</summary>
    public const int NumberBlock = 32;

    private const int LongestNumber = 9;
    private const int LevelsPerStackCheck = 16;
    private const int MaxRetainedBuffer = 1 << 20;

    [ThreadStatic]
    private static GobWriter? _cached;

    private byte[] _buffer = new byte[256];
    private int _position;
    private int _chunkStart;
    private int _depth;
    private int _maxDepth;

    public GobOptions Options { get; private set; } = GobOptions.Default;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _position);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _position);

    /// <summary>A writer of this thread, empty; give it back with <see cref="Return"/>.</summary>
    public static GobWriter Rent(GobOptions options, SentTypes types)
    {
        GobWriter writer = _cached ?? new GobWriter();
        _cached = null;
        writer._position = 0;
        writer._depth = 0;
        writer._maxDepth = options.MaxDepth;
        writer.Options = options;
        writer.Types = types;
        return writer;
    }

    public void Return()
    {
        Types = SentTypes.None;
        if (_buffer.Length <= MaxRetainedBuffer)
            _cached = this;
    }

    public void WriteByte(byte value)
    {
        if (_position == _buffer.Length)
            Grow(1);
        _buffer[_position++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUint(ulong value)
    {
        if (value < 0x80 && _position < _buffer.Length)
            _buffer[_position++] = (byte)value;
        else
            WriteLongUint(value);
    }

    /// <summary>Writes numbers in a row, at most <see cref="NumberBlock"/>.</summary>
    public void WriteUints(ReadOnlySpan<ulong> values)
    {
        Reserve(values.Length * LongestNumber);
        Span<byte> buffer = _buffer.AsSpan(_position);
        int position = 0;
        foreach (ulong value in values)
        {
            if (value < 0x80)
                buffer[position++] = (byte)value;
            else
                position += Write(buffer[position..], value);
        }

        _position += position;
    }

    public void WriteInt(long value) => WriteUint(ToUint(value));

    /// <summary>The unsigned number that stands for a signed one: the sign is its lowest bit.</summary>
    public static ulong ToUint(long value) => (ulong)((value << 1) ^ (value >> 63));

    public void WriteFloat(double value) => WriteUint(ToUint(value));

    /// <summary>The bits of a float in reverse order of bytes, so that whole small numbers are short.</summary>
    public static ulong ToUint(double value) => BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToUInt64Bits(value));

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteUint((ulong)value.Length);
        WriteRaw(value);
    }

    public void WriteRaw(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(_position));
        _position += value.Length;
    }

    public void WriteString(string value)
    {
        Reserve(LongestNumber + value.Length);
        Span<byte> rest = _buffer.AsSpan(_position);
        int prefix = 1;
        if (value.Length < 0x80)
            rest[0] = (byte)value.Length;
        else
            prefix = Write(rest, (ulong)value.Length);
        if (Ascii.FromUtf16(value, rest[prefix..], out _) == OperationStatus.Done)
            _position += prefix + value.Length;
        else
            WriteUtf8(value);
    }

    /// <summary>Goes one level deeper into a value.</summary>
    /// <exception cref="GobException">The value is deeper than the limit, as a cyclic one is.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        int depth = ++_depth;
        if (depth > _maxDepth || depth % LevelsPerStackCheck == 0)
            CheckDepth();
    }

    public void Leave() => _depth--;

    private void CheckDepth()
    {
        if (_depth <= _maxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return;
        throw new GobException(
            GobErrorKind.LimitExceeded, $"the value is cyclic, or deeper than {nameof(GobOptions.MaxDepth)} ({_maxDepth})");
    }

    private void WriteUtf8(string value)
    {
        int count = Encoding.UTF8.GetByteCount(value);
        WriteUint((ulong)count);
        Reserve(count);
        // Go strings are UTF-8; half a surrogate pair has no form in it, and replacing it would change the value.
        if (Utf8.FromUtf16(value, _buffer.AsSpan(_position, count), out _, out _, replaceInvalidSequences: false) != OperationStatus.Done)
            throw new GobException(GobErrorKind.InvalidValue, "the string is not well-formed UTF-16");
        _position += count;
    }

    private void WriteLongUint(ulong value)
    {
        Reserve(LongestNumber);
        if (value < 0x80)
        {
            _buffer[_position++] = (byte)value;
            return;
        }

        _position += Write(_buffer.AsSpan(_position), value);
    }

    /// <summary>Writes a number that takes more than one byte; all nine must be there, however few are used.</summary>
    private static int Write(Span<byte> buffer, ulong value)
    {
        int bytes = 8 - (BitOperations.LeadingZeroCount(value) >> 3);
        buffer[0] = (byte)-bytes;
        BinaryPrimitives.WriteUInt64BigEndian(buffer[1..], value << (64 - (bytes * 8)));
        return 1 + bytes;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _position < count)
            Grow(count);
    }

    private void Grow(int count)
    {
        long wanted = Math.Max(_buffer.Length * 2L, (long)_position + count);
        if ((long)_position + count > Array.MaxLength)
            throw new GobException(GobErrorKind.LimitExceeded, "the message is too large");
        Array.Resize(ref _buffer, (int)Math.Min(wanted, Array.MaxLength));
    }
}
