using System.Numerics;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A floating-point number of any size ↔ float. Precision may be lost in a smaller receiver, magnitude may not.</summary>
internal sealed class FloatCodec<T>(string goName) : Codec<T>
    where T : struct, IFloatingPointIeee754<T>, IMinMaxValue<T>
{
    public override LocalType LocalType { get; } = LocalType.Basic(GobType.Float, goName);

    public override void Write(GobWriter writer, T value) => writer.WriteFloat(double.CreateTruncating(value));

    public override void WriteMany(GobWriter writer, ReadOnlySpan<T> values)
    {
        foreach (T value in values)
            writer.WriteFloat(double.CreateTruncating(value));
    }

    /// <summary>Negative zero is left off too, as in Go.</summary>
    public override bool IsOmitted(T value) => T.IsZero(value);

    public override T CreateZero(int depth) => T.Zero;

    public override Op<T> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Float ? FloatOp.Instance : throw Mismatch(wire);

    private sealed class FloatOp : Op<T>
    {
        public static FloatOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref T value) => value = Checked(ref reader, reader.ReadFloat());

        public override void ReadMany(ref GobReader reader, Span<T> values)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = Checked(ref reader, reader.ReadFloat(), i);
        }

        private static T Checked(ref GobReader reader, double wide, int index = -1) =>
            double.IsFinite(wide) && Math.Abs(wide) > double.CreateTruncating(T.MaxValue)
                ? throw reader.OutOfRange($"the value {wide:R} is out of the range of {TypeNames.Of(typeof(T))}", index)
                : T.CreateTruncating(wide);
    }
}
