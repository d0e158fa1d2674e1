using System.Numerics;
using System.Runtime.CompilerServices;
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
        Span<ulong> block = stackalloc ulong[GobWriter.NumberBlock];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, block.Length);
            for (int i = 0; i < count; i++)
                block[i] = GobWriter.ToUint(double.CreateTruncating(values[i]));
            writer.WriteUints(block[..count]);
            values = values[count..];
        }
    }

    /// <summary>Negative zero is left off too, as in Go.</summary>
    public override bool IsOmitted(T value) => T.IsZero(value);

    public override T CreateZero(int depth) => T.Zero;

    public override Op<T> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Float ? FloatOp.Instance : throw Mismatch(wire);

    /// <summary>Reads numbers in a row, be they elements or the parts of complex ones.</summary>
    public static void ReadMany(ref GobReader reader, scoped Span<T> values, int first = 0)
    {
        Span<ulong> block = stackalloc ulong[GobWriter.NumberBlock];
        for (int start = 0; start < values.Length; start += block.Length)
        {
            Span<T> rest = values[start..];
            int count = Math.Min(rest.Length, block.Length);
            reader.ReadUints(block[..count]);
            for (int i = 0; i < count; i++)
                rest[i] = Checked(ref reader, GobReader.ToFloat(block[i]), first + start + i, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Checked(ref GobReader reader, double wide, int index = -1, int placeInRow = 0)
    {
        if (Math.Abs(wide) > double.CreateTruncating(T.MaxValue) && double.IsFinite(wide))
            throw OutOfRange(ref reader, wide, index, placeInRow);
        return T.CreateTruncating(wide);
    }

    private static GobException OutOfRange(ref GobReader reader, double wide, int index, int placeInRow) =>
        reader.OutOfRange($"the value {wide:R} is out of the range of {TypeNames.Of(typeof(T))}", index, placeInRow);

    private sealed class FloatOp : Op<T>
    {
        public static FloatOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref T value) => value = Checked(ref reader, reader.ReadFloat());

        public override void ReadMany(ref GobReader reader, scoped Span<T> values, int first = 0) => FloatCodec<T>.ReadMany(ref reader, values, first);
    }
}
