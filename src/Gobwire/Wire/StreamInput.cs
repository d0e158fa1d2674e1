using System.Buffers;

namespace Gobwire.Wire;

/// <summary>A stream, read to the end of a value and not a byte further.</summary>
internal sealed class StreamInput(Stream stream) : GobInput
{
    private const int FirstBuffer = 256;
    private const int MaxRetainedBuffer = 1 << 20;

    private byte[] _buffer = [];
    private int _count;
    private bool _isCompleted;

    public override ReadOnlySequence<byte> Buffered => new(_buffer, 0, _count);

    public override bool IsCompleted => _isCompleted;

    public override void Fill(long needed)
    {
        int read = stream.Read(Space(needed).Span);
        _count += read;
        _isCompleted = read == 0;
    }

    public override async ValueTask FillAsync(long needed, CancellationToken cancellationToken)
    {
        int read = await stream.ReadAsync(Space(needed), cancellationToken).ConfigureAwait(false);
        _count += read;
        _isCompleted = read == 0;
    }

    public override void Consume(long count)
    {
        _count -= (int)count;
        if (_count > 0)
            _buffer.AsSpan((int)count, _count).CopyTo(_buffer);
        else if (_buffer.Length > MaxRetainedBuffer)
            _buffer = [];
    }

    /// <summary>Room for what is missing, but growing only with what has come: a length alone allocates nothing.</summary>
    private Memory<byte> Space(long needed)
    {
        int missing = (int)Math.Min(needed - _count, Math.Max(FirstBuffer, _count));
        if (_buffer.Length - _count < missing)
            Array.Resize(ref _buffer, Math.Max(_count + missing, Math.Min(_buffer.Length * 2, Array.MaxLength)));
        return _buffer.AsMemory(_count, missing);
    }
}
