using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gobwire.Wire;

/// <summary>Builds messages in one growing buffer: gob's numbers and text, and the chunks they stand in.</summary>
/// <remarks>
/// A chunk is a length and that many bytes: a message of the stream, or the value inside an interface value. Its length is
/// written when it ends. A definition ends the chunk that needs it and begins the next, as Go's encoder does.
/// </remarks>
internal sealed partial class GobWriter
{
    private const int LongestNumber = 9;
    private const int MaxRetainedBuffer = 1 << 20;

    [ThreadStatic]
    private static GobWriter? _cached;

    private byte[] _buffer = new byte[256];
    private int _position;
    private int _chunkStart;
    private int _depth;

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

    public void WriteInt(long value) => WriteUint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes the bits in reverse order of bytes, so that whole small numbers are short.</summary>
    public void WriteFloat(double value) => WriteUint(BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToUInt64Bits(value)));

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
        if (value.Length < 128 / 3)
        {
            // The length surely fits one byte: no need to count before encoding.
            Reserve(1 + (value.Length * 3));
            int written = Encode(value, _buffer.AsSpan(_position + 1));
            _buffer[_position] = (byte)written;
            _position += 1 + written;
            return;
        }

        int count = System.Text.Encoding.UTF8.GetByteCount(value);
        WriteUint((ulong)count);
        Reserve(count);
        _position += Encode(value, _buffer.AsSpan(_position, count));
    }

    /// <summary>Goes one level deeper into a value.</summary>
    /// <exception cref="GobException">The value is deeper than the limit, as a cyclic one is.</exception>
    public void Enter()
    {
        if (++_depth > Options.MaxDepth || (_depth % 16 == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            throw new GobException(
                GobErrorKind.LimitExceeded, $"the value is cyclic, or deeper than {nameof(GobOptions.MaxDepth)} ({Options.MaxDepth})");
        }
    }

    public void Leave() => _depth--;

    private static int Encode(string value, Span<byte> destination)
    {
        // Go strings are UTF-8; half a surrogate pair has no form in it, and replacing it would change the value.
        if (System.Text.Unicode.Utf8.FromUtf16(value, destination, out _, out int written, replaceInvalidSequences: false)
            != System.Buffers.OperationStatus.Done)
        {
            throw new GobException(GobErrorKind.InvalidValue, "the string is not well-formed UTF-16");
        }

        return written;
    }

    private void WriteLongUint(ulong value)
    {
        Reserve(LongestNumber);
        if (value < 0x80)
        {
            _buffer[_position++] = (byte)value;
            return;
        }

        int bytes = 8 - (BitOperations.LeadingZeroCount(value) >> 3);
        _buffer[_position] = (byte)-bytes;
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.AsSpan(_position + 1), value << (64 - (bytes * 8)));
        _position += 1 + bytes;
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
