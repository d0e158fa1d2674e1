namespace Gobwire.Tests.Limits;

/// <summary>A peer that never stops sending: piece after piece, each made when it is asked for.</summary>
internal sealed class EndlessStream(Func<int, byte[]> makePiece) : Stream
{
    private byte[] _piece = [];
    private int _position;
    private int _pieces;

    /// <summary>How many bytes have been taken.</summary>
    public long Taken { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position == _piece.Length)
            (_piece, _position) = (makePiece(_pieces++), 0);
        int count = Math.Min(buffer.Length, _piece.Length - _position);
        _piece.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        Taken += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
