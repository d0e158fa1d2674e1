namespace Gobwire.Tool;

/// <summary>The input of a command: counts what is read, and tells before it may have to wait for more.</summary>
internal sealed class InputStream(Stream input, Action beforeRead, ProgressLine progress) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => input.CanSeek;

    public override bool CanWrite => false;

    public override long Length => input.Length;

    public override long Position
    {
        get => input.Position;
        set => input.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        beforeRead();
        int count = input.Read(buffer);
        progress.Add(count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        beforeRead();
        int count = await input.ReadAsync(buffer, cancellationToken);
        progress.Add(count);
        return count;
    }

    public override void Flush()
    {
    }

    // A buffer in front gives back what it has read ahead when it is disposed of.
    public override long Seek(long offset, SeekOrigin origin) => input.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
