using System.Buffers;
using System.Numerics;
using System.Text;
using Gobwire.Benchmarks.Values;

namespace Gobwire.Benchmarks;

/// <summary>Gob for <see cref="ComplexData"/> and nothing else: what code written for one struct can reach, and so the bound.</summary>
/// <remarks>It checks what it reads as a codec for strangers' bytes must, but knows the definitions beforehand and refuses all others.</remarks>
internal static class HandWritten
{
    private const int LongestNumber = 9;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>complexData and map[string]int64, as a fresh Go encoder defines them.</summary>
    private static readonly byte[] Definitions = Convert.FromHexString(
        "39ff810301010b636f6d706c65784461746101ff8200010501014e010400010153010c0001014d01ff8400010150010a0001014301ff82000000" +
        "20ff83040101106d61705b737472696e675d696e74363401ff8400010c01040000");

    public static void Encode(IBufferWriter<byte> output, ComplexData value, bool isNew)
    {
        int bound = Bound(value) + Definitions.Length + (2 * LongestNumber);
        Span<byte> span = output.GetSpan(bound);
        int start = 0;
        if (isNew)
        {
            Definitions.CopyTo(span);
            start = Definitions.Length;
        }

        // The length takes one byte up to 127 and two up to 255: written after the value, which moves where that is not so.
        int position = start + 1;
        span[position++] = 0xFF;
        span[position++] = 0x82;
        Write(span, ref position, value);
        int length = position - start - 1;
        if (length < 0x80)
        {
            span[start] = (byte)length;
        }
        else
        {
            int prefix = 2 + (BitOperations.Log2((uint)length) >> 3);
            span[(start + 1)..position].CopyTo(span[(start + prefix)..]);
            WriteUint(span, ref start, (ulong)length);
            position += prefix - 1;
        }

        output.Advance(position);
    }

    public static ComplexData Decode(ReadOnlySpan<byte> input, bool isNew)
    {
        int position = 0;
        if (isNew)
        {
            if (!input.StartsWith(Definitions))
                throw new InvalidDataException("other definitions");
            position = Definitions.Length;
        }

        ulong length = ReadUint(input, ref position);
        if (length != (ulong)(input.Length - position) || ReadUint(input, ref position) != 130)
            throw new InvalidDataException("another message");
        ComplexData value = Read(input, ref position, 0);
        return position == input.Length ? value : throw new InvalidDataException("bytes to spare");
    }

    private static int Bound(ComplexData value)
    {
        int bound = 1;
        for (ComplexData? data = value; data is not null; data = data.C)
        {
            bound += 5 + (5 * LongestNumber) + (data.S.Length * 3) + data.P.Length + 2;
            foreach (KeyValuePair<string, long> entry in data.M ?? [])
                bound += (entry.Key.Length * 3) + (2 * LongestNumber);
        }

        return bound;
    }

    private static void Write(Span<byte> span, ref int position, ComplexData value)
    {
        int last = -1;
        if (value.N != 0)
        {
            Delta(span, ref position, ref last, 0);
            WriteInt(span, ref position, value.N);
        }

        if (value.S.Length > 0)
        {
            Delta(span, ref position, ref last, 1);
            WriteString(span, ref position, value.S);
        }

        if (value.M is not null)
        {
            Delta(span, ref position, ref last, 2);
            WriteUint(span, ref position, (uint)value.M.Count);
            foreach (KeyValuePair<string, long> entry in value.M)
            {
                WriteString(span, ref position, entry.Key);
                WriteInt(span, ref position, entry.Value);
            }
        }

        if (value.P.Length > 0)
        {
            Delta(span, ref position, ref last, 3);
            WriteUint(span, ref position, (uint)value.P.Length);
            value.P.CopyTo(span[position..]);
            position += value.P.Length;
        }

        if (value.C is not null)
        {
            Delta(span, ref position, ref last, 4);
            Write(span, ref position, value.C);
        }

        span[position++] = 0;
    }

    private static void Delta(Span<byte> span, ref int position, ref int last, int field)
    {
        span[position++] = (byte)(field - last);
        last = field;
    }

    private static void WriteString(Span<byte> span, ref int position, string value)
    {
        if (value.Length < 128 / 3)
        {
            int written = Utf8.GetBytes(value, span[(position + 1)..]);
            span[position] = (byte)written;
            position += 1 + written;
            return;
        }

        int count = Utf8.GetByteCount(value);
        WriteUint(span, ref position, (uint)count);
        position += Utf8.GetBytes(value, span[position..]);
    }

    private static void WriteInt(Span<byte> span, ref int position, long value) =>
        WriteUint(span, ref position, (ulong)((value << 1) ^ (value >> 63)));

    private static void WriteUint(Span<byte> span, ref int position, ulong value)
    {
        if (value < 0x80)
        {
            span[position++] = (byte)value;
            return;
        }

        int bytes = 8 - (BitOperations.LeadingZeroCount(value) >> 3);
        span[position] = (byte)-bytes;
        for (int i = bytes; i > 0; i--, value >>= 8)
            span[position + i] = (byte)value;
        position += 1 + bytes;
    }

    private static ComplexData Read(ReadOnlySpan<byte> input, ref int position, int depth)
    {
        if (depth > 200)
            throw new InvalidDataException("too deep");
        var value = new ComplexData();
        int field = -1;
        for (ulong delta = ReadUint(input, ref position); delta != 0; delta = ReadUint(input, ref position))
        {
            if (delta > 5)
                throw new InvalidDataException("no such field");
            field += (int)delta;
            switch (field)
            {
                case 0:
                    value.N = ReadInt(input, ref position);
                    break;
                case 1:
                    value.S = Utf8.GetString(ReadBytes(input, ref position));
                    break;
                case 2:
                    value.M = ReadMap(input, ref position);
                    break;
                case 3:
                    value.P = ReadBytes(input, ref position).ToArray();
                    break;
                case 4:
                    value.C = Read(input, ref position, depth + 1);
                    break;
                default:
                    throw new InvalidDataException("no such field");
            }
        }

        return value;
    }

    private static Dictionary<string, long> ReadMap(ReadOnlySpan<byte> input, ref int position)
    {
        ulong count = ReadUint(input, ref position);
        if (count > (ulong)(input.Length - position) / 2)
            throw new InvalidDataException("more elements than bytes");
        var map = new Dictionary<string, long>((int)count);
        for (int i = 0; i < (int)count; i++)
        {
            string key = Utf8.GetString(ReadBytes(input, ref position));
            map[key] = ReadInt(input, ref position);
        }

        return map;
    }

    private static ReadOnlySpan<byte> ReadBytes(ReadOnlySpan<byte> input, ref int position)
    {
        ulong length = ReadUint(input, ref position);
        if (length > (ulong)(input.Length - position))
            throw new InvalidDataException("more bytes than there are");
        ReadOnlySpan<byte> bytes = input.Slice(position, (int)length);
        position += (int)length;
        return bytes;
    }

    private static long ReadInt(ReadOnlySpan<byte> input, ref int position)
    {
        ulong bits = ReadUint(input, ref position);
        return (long)(bits >> 1) ^ -(long)(bits & 1);
    }

    private static ulong ReadUint(ReadOnlySpan<byte> input, ref int position)
    {
        byte first = input[position++];
        if (first < 0x80)
            return first;
        int bytes = -(sbyte)first;
        if (bytes > 8)
            throw new InvalidDataException("a number too long");
        ulong value = 0;
        foreach (byte b in input.Slice(position, bytes))
            value = (value << 8) | b;
        position += bytes;
        return value;
    }
}
