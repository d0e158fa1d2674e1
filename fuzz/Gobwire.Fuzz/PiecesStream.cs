namespace Gobwire.Fuzz;

/// <summary>A stream that gives a byte a read; of long inputs as many as make 16,384 reads, since a read costs more than what is done with a byte.</summary>
internal sealed class PiecesStream(byte[] bytes) : MemoryStream(bytes)
{
    private readonly int _piece = Math.Max(1, bytes.Length >> 14);

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, _piece));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, _piece)]);
}
