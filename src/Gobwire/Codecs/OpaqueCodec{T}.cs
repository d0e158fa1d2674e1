using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A type with a form of its own in Go: bytes made by its marshaler.</summary>
internal abstract class OpaqueCodec<T>(GobTypeKind kind, string package, string name, params LocalType[] companions) : Codec<T>
{
    public override LocalType LocalType { get; } = LocalType.Opaque(kind, package, name, companions);

    protected GobTypeKind Kind => kind;

    public override Op<T> Compile(GobType wire, OpCompiler compiler) =>
        Reads(wire.Kind) ? new OpaqueOp(this) : throw Mismatch(wire);

    /// <summary>Whether values of a wire type of this kind can be read.</summary>
    protected virtual bool Reads(GobTypeKind wireKind) => wireKind == kind;

    /// <summary>Makes the value of its bytes.</summary>
    /// <returns>Null, or why these bytes are no such value.</returns>
    protected abstract string? TryParse(ReadOnlySpan<byte> bytes, out T value);

    private sealed class OpaqueOp(OpaqueCodec<T> codec) : Op<T>
    {
        public override void Read(ref GobReader reader, ref T value)
        {
            string? problem = codec.TryParse(reader.ReadBytes(), out T parsed);
            if (problem is not null)
                throw reader.At(new GobException(GobErrorKind.OutOfRange, $"{codec.Name}: {problem}"));
            value = parsed;
        }
    }
}
