namespace Gobwire.Fuzz;

/// <summary>A stream that gives a byte a read.</summary>
internal sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

    public override int Read(Span<byte> buffer) => base.Read(buffer.Length > 0 ? buffer[..1] : buffer);
}
