using System.Runtime.CompilerServices;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>An enum ↔ the integer under it, as Go's named integer types.</summary>
internal sealed class EnumCodec<TEnum, TUnderlying>(Codec<TUnderlying> underlying, string package, string name) : Codec<TEnum>
    where TEnum : struct, Enum
    where TUnderlying : unmanaged
{
    public override LocalType LocalType { get; } =
        LocalType.Basic(GobType.Basic(underlying.LocalType.BasicId)!, name, package);

    public override void Write(GobWriter writer, TEnum value) =>
        underlying.Write(writer, Unsafe.BitCast<TEnum, TUnderlying>(value));

    public override bool IsOmitted(TEnum value) => underlying.IsOmitted(Unsafe.BitCast<TEnum, TUnderlying>(value));

    public override TEnum CreateZero(int depth) => default;

    public override Op<TEnum> Compile(GobType wire, OpCompiler compiler) => new EnumOp(compiler.Get(underlying, wire));

    private sealed class EnumOp(Op<TUnderlying> underlying) : Op<TEnum>
    {
        public override void Read(ref GobReader reader, ref TEnum value)
        {
            TUnderlying number = default;
            underlying.Read(ref reader, ref number);
            value = Unsafe.BitCast<TUnderlying, TEnum>(number);
        }
    }
}
