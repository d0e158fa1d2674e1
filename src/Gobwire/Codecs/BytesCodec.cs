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
        wire.Kind is GobTypeKind.Bytes or GobTypeKind.String ? BytesOp.Instance : throw Mismatch(wire);

    private sealed class BytesOp : Op<byte[]>
    {
        public static BytesOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref byte[] value) => value = reader.ReadBytes().ToArray();
    }
}
