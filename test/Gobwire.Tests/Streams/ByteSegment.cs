using System.Buffers;

namespace Gobwire.Tests.Streams;

/// <summary>A part of a sequence that lies in pieces.</summary>
internal sealed class ByteSegment : ReadOnlySequenceSegment<byte>
{
    private ByteSegment(ReadOnlyMemory<byte> memory, long index)
    {
        Memory = memory;
        RunningIndex = index;
    }

    /// <summary>Cuts bytes into a sequence of pieces of a size.</summary>
    public static ReadOnlySequence<byte> Cut(ReadOnlyMemory<byte> bytes, int size)
    {
        if (bytes.IsEmpty)
            return default;
        var first = new ByteSegment(bytes[..Math.Min(size, bytes.Length)], 0);
        ByteSegment last = first;
        for (int i = size; i < bytes.Length; i += size)
        {
            var next = new ByteSegment(bytes.Slice(i, Math.Min(size, bytes.Length - i)), i);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
