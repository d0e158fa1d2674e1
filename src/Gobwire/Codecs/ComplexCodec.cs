using System.Numerics;
using System.Runtime.InteropServices;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="Complex"/> ↔ complex.</summary>
internal sealed class ComplexCodec : Codec<Complex>
{
    private static readonly FloatCodec<double> Parts = new("float64");

    public override LocalType LocalType { get; } = LocalType.Basic(GobType.Complex, "complex128");

    public override void Write(GobWriter writer, Complex value)
    {
        writer.WriteFloat(value.Real);
        writer.WriteFloat(value.Imaginary);
    }

    /// <summary>A complex is its two parts in a row, in memory as on the wire.</summary>
    public override void WriteMany(GobWriter writer, ReadOnlySpan<Complex> values) =>
        Parts.WriteMany(writer, MemoryMarshal.Cast<Complex, double>(values));

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

        public override void ReadMany(ref GobReader reader, scoped Span<Complex> values, int first = 0) =>
            FloatCodec<double>.ReadMany(ref reader, MemoryMarshal.Cast<Complex, double>(values));
    }
}
