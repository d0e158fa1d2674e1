using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Decodes into a value that exists, by Go's rules.</summary>
internal sealed class MergingCodec<T>(Codec<T> codec) : Codec<T>
{
    public override LocalType LocalType => codec.LocalType;

    public override bool IsPointer => codec.IsPointer;

    public override string PathRoot => codec.PathRoot;

    public override void Write(GobWriter writer, T value) => codec.Write(writer, value);

    public override bool IsOmitted(T value) => codec.IsOmitted(value);

    public override T CreateZero(int depth) => codec.CreateZero(depth);

    public override Op<T> Compile(GobType wire, OpCompiler compiler) => compiler.Get(codec, wire, merges: true);
}
