using System.Buffers;

namespace Gobwire.Json;

/// <summary>Text as UTF-8 of which no more than a length is kept: what comes after it is dropped, and a mark says so.</summary>
internal sealed class BoundedText(int maxLength) : IBufferWriter<byte>
{
    private const int FirstCapacity = 256;

    private byte[] _buffer = [];
    private int _count;

    /// <summary>Whether there was more than is kept: nothing written from now on is.</summary>
    public bool IsCut => _count > maxLength;

    public void Advance(int count)
    {
        if (!IsCut)
            _count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        // Once the text is cut, what is free here is written over again and again.
        if (_buffer.Length - _count < Math.Max(sizeHint, 1))
            Array.Resize(ref _buffer, _count + Math.Max(sizeHint, Math.Max(Math.Min(_count, maxLength), FirstCapacity)));
        return _buffer.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Passes the text on; where it is cut, whole characters and the mark.</summary>
    public void CopyTo(IBufferWriter<byte> output)
    {
        int length = Math.Min(_count, maxLength);
        while (IsCut && length > 0 && (_buffer[length] & 0xC0) == 0x80)
            length--;
        output.Write(_buffer.AsSpan(0, length));
        if (IsCut)
            output.Write("…"u8);
    }
}
