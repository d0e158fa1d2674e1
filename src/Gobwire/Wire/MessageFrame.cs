using System.Buffers;

namespace Gobwire.Wire;

/// <summary>Finds messages without looking into them, but for whether they hold a definition.</summary>
internal static class MessageFrame
{
    /// <summary>Reads a message's length.</summary>
    public static FrameStatus TryReadLength(ReadOnlySpan<byte> input, out ulong length, out int prefix)
    {
        length = 0;
        prefix = 1;
        if (input.IsEmpty)
            return FrameStatus.Incomplete;
        if (input[0] < 0x80)
        {
            length = input[0];
            return FrameStatus.Complete;
        }

        int bytes = -(sbyte)input[0];
        if (bytes > 8)
            return FrameStatus.Malformed;
        prefix += bytes;
        if (input.Length < prefix)
            return FrameStatus.Incomplete;
        foreach (byte b in input[1..prefix])
            length = (length << 8) | b;
        return FrameStatus.Complete;
    }

    /// <summary>
    /// Goes over messages from <paramref name="scanned"/> on to the end of the first that holds no definition, the earliest at which a
    /// value can be whole.
    /// </summary>
    /// <param name="input">The bytes at hand.</param>
    /// <param name="scanned">How far earlier scans came: always a message border.</param>
    /// <param name="options">The limits; what breaks them is malformed.</param>
    /// <returns>Whether that end is at hand, and how many bytes of input it takes at least.</returns>
    public static (FrameStatus Status, long Needed) FindValueEnd(in ReadOnlySequence<byte> input, ref long scanned, GobOptions options)
    {
        Span<byte> head = stackalloc byte[18];
        ReadOnlySequence<byte> rest = input.Slice(scanned);
        while (true)
        {
            ReadOnlySpan<byte> next = Peek(rest, head);
            FrameStatus status = TryReadLength(next, out ulong length, out int prefix);
            if (status == FrameStatus.Malformed || (status == FrameStatus.Complete && length > (ulong)options.MaxMessageSize))
                return (FrameStatus.Malformed, 0);
            if (status == FrameStatus.Incomplete)
                return (FrameStatus.Incomplete, scanned + prefix);
            long end = scanned + prefix + (long)length;
            if (end > options.MaxValueBytes)
                return (FrameStatus.Malformed, 0);
            if (end > input.Length)
                return (FrameStatus.Incomplete, end);
            // From one message to the next, not from the first: there may be very many small ones.
            rest = rest.Slice(prefix + (long)length);
            scanned = end;
            if (length > 0 && !IsDefinition(next[prefix..]))
                return (FrameStatus.Complete, end);
        }
    }

    private static ReadOnlySpan<byte> Peek(in ReadOnlySequence<byte> rest, Span<byte> head)
    {
        if (rest.FirstSpan.Length >= head.Length || rest.IsSingleSegment)
            return rest.FirstSpan;
        int count = (int)Math.Min(rest.Length, head.Length);
        rest.Slice(0, count).CopyTo(head);
        return head[..count];
    }

    /// <summary>A definition begins with a negative int: the low bit of its last byte is set.</summary>
    private static bool IsDefinition(ReadOnlySpan<byte> message)
    {
        int last = message[0] < 0x80 ? 0 : -(sbyte)message[0];
        return last is >= 0 and <= 8 && last < message.Length && (message[last] & 1) != 0;
    }
}
