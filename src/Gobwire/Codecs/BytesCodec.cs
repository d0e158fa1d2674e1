using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>byte[] ↔ []byte; also reads a string's bytes untouched, which Go's own []byte does not.</summary>
internal sealed class BytesCodec : Codec<byte[]>
{
    public override LocalType LocalType { get; } = LocalType.Basic(GobType.Bytes, "[]uint8");

    public override void Write(GobWriter writer, byte[] value) => writer.WriteBytes(value);

    public override bool IsOmitted(byte[] value) => value is null || value.Length == 0;

    public override byte[] CreateZero(int depth) => [];

    public override Codec<byte[]> WithLengths(ReadOnlySpan<int> lengths) =>
        new ArraySliceCodec<byte>(new UintCodec<byte>("uint8")).WithLengths(lengths);

    public override Op<byte[]> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind is not (GobTypeKind.Bytes or GobTypeKind.String) ? throw Mismatch(wire)
        : compiler.Merges ? MergingBytesOp.Instance
        : BytesOp.Instance;

    private sealed class BytesOp : Op<byte[]>
    {
        public static BytesOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref byte[] value) => value = reader.ReadBytes().ToArray();
    }

    private sealed class MergingBytesOp : Op<byte[]>
    {
        public static MergingBytesOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref byte[] value)
        {
            ReadOnlySpan<byte> bytes = reader.ReadBytes();
            if (value?.Length == bytes.Length)
                bytes.CopyTo(value);
            else
                value = bytes.ToArray();
        }
    }
}
