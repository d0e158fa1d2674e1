namespace Gobwire.Tool;

/// <summary>Reads lines of UTF-8 text, however long; a line is valid until the next is read.</summary>
internal sealed class JsonLineReader(Stream input)
{
    private const int FirstBuffer = 64 << 10;

    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its line feed; null at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        int scanned = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (length >= 0)
                return Take(scanned + length, 1);
            scanned = _end - _start;
            MakeRoom();
            int count = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += count;
            if (count == 0)
                return scanned > 0 ? Take(scanned, 0) : default(ReadOnlyMemory<byte>?);
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int separator)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start += length + separator;
        // Some editors put a byte order mark in front of UTF-8.
        if (Number++ == 0 && line.Span.StartsWith("\uFEFF"u8))
            line = line[3..];
        return line;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, _buffer.Length * 2L));
    }
}
