using System.Numerics;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="Complex"/> ↔ complex.</summary>
internal sealed class ComplexCodec : Codec<Complex>
{
    public override LocalType LocalType { get; } = LocalType.Basic(GobType.Complex, "complex128");

    public override void Write(GobWriter writer, Complex value)
    {
        writer.WriteFloat(value.Real);
        writer.WriteFloat(value.Imaginary);
    }

    public override bool IsOmitted(Complex value) => value.Real == 0 && value.Imaginary == 0;

    public override Complex CreateZero(int depth) => Complex.Zero;

    public override Op<Complex> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Complex ? ComplexOp.Instance : throw Mismatch(wire);

    private sealed class ComplexOp : Op<Complex>
    {
        public static ComplexOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref Complex value)
        {
            double real = reader.ReadFloat();
            value = new Complex(real, reader.ReadFloat());
        }
    }
}
