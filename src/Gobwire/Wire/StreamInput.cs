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

    /// <summary>
    /// Room for what is missing, growing with what has come: a length alone allocates nothing. All of it is made room for when a quarter
    /// has come, or where the stream is known to hold the rest, so that a large message is not copied from buffer to buffer.
    /// </summary>
    private Memory<byte> Space(long needed)
    {
        if (needed > Array.MaxLength)
            throw new GobException(GobErrorKind.LimitExceeded, "the messages of one value are too large to hold");
        int missing = (int)needed - _count;
        if (_buffer.Length < needed)
        {
            if (_count >= needed / 4 || (missing > FirstBuffer && IsAtHand(missing)))
                Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(needed, _count * 2L)));
            else if (_buffer.Length == _count)
                Array.Resize(ref _buffer, (int)Math.Min(needed, Math.Max(FirstBuffer, _count * 2L)));
        }

        return _buffer.AsMemory(_count, Math.Min(missing, _buffer.Length - _count));
    }

    private bool IsAtHand(int count) => stream.CanSeek && stream.Length - stream.Position >= count;
}
