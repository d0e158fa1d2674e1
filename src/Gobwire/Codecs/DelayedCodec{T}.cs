using Gobwire.Wire;
using PolyType.Utilities;

namespace Gobwire.Codecs;

/// <summary>Stands for a codec that is still being built, where a type refers to itself.</summary>
internal sealed class DelayedCodec<T>(DelayedValue<Codec<T>> self) : Codec<T>
{
    public override LocalType LocalType => self.Result.LocalType;

    public override bool IsPointer => self.Result.IsPointer;

    public override void Write(GobWriter writer, T value) => self.Result.Write(writer, value);

    public override bool IsOmitted(T value) => self.Result.IsOmitted(value);

    public override bool TryWriteField(GobWriter writer, T value, int delta) => self.Result.TryWriteField(writer, value, delta);

    public override bool IsZero(T value) => self.Result.IsZero(value);

    public override T CreateZero(int depth) => self.Result.CreateZero(depth);

    public override Op<T> Compile(GobType wire, OpCompiler compiler) => compiler.Get(self.Result, wire);
}
