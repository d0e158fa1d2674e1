using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="Guid"/> ↔ uuid.UUID (github.com/google/uuid): 16 bytes in the order they are written.</summary>
internal sealed class GuidCodec() : OpaqueCodec<Guid>(GobTypeKind.BinaryMarshaler, "uuid", "UUID")
{
    public override bool IsOmitted(Guid value) => value == Guid.Empty;

    public override Guid CreateZero(int depth) => Guid.Empty;

    public override void Write(GobWriter writer, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.WriteBytes(bytes);
    }

    protected override string? TryParse(ReadOnlySpan<byte> bytes, out Guid value)
    {
        bool is16 = bytes.Length == 16;
        value = is16 ? new Guid(bytes, bigEndian: true) : Guid.Empty;
        return is16 ? null : $"{bytes.Length} bytes instead of 16";
    }
}
