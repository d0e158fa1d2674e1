using System.Numerics;
using System.Runtime.CompilerServices;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A signed integer of any size ↔ int. On the wire all sizes are one; each value is checked against its receiver.</summary>
internal sealed class IntCodec<T>(string goName) : Codec<T>
    where T : struct, IBinaryInteger<T>
{
    public override LocalType LocalType { get; } = LocalType.Basic(GobType.Int, goName);

    public override void Write(GobWriter writer, T value) => writer.WriteInt(long.CreateTruncating(value));

    public override void WriteMany(GobWriter writer, ReadOnlySpan<T> values)
    {
        Span<ulong> block = stackalloc ulong[GobWriter.NumberBlock];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, block.Length);
            for (int i = 0; i < count; i++)
                block[i] = GobWriter.ToUint(long.CreateTruncating(values[i]));
            writer.WriteUints(block[..count]);
            values = values[count..];
        }
    }

    public override bool IsOmitted(T value) => T.IsZero(value);

    public override T CreateZero(int depth) => T.Zero;

    public override Op<T> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Int ? IntOp.Instance : throw Mismatch(wire);

    private sealed class IntOp : Op<T>
    {
        public static IntOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref T value) => value = Checked(ref reader, reader.ReadInt());

        public override void ReadMany(ref GobReader reader, scoped Span<T> values, int first = 0)
        {
            Span<ulong> block = stackalloc ulong[GobWriter.NumberBlock];
            for (int start = 0; start < values.Length; start += block.Length)
            {
                Span<T> rest = values[start..];
                int count = Math.Min(rest.Length, block.Length);
                reader.ReadUints(block[..count]);
                for (int i = 0; i < count; i++)
                    rest[i] = Checked(ref reader, GobReader.ToInt(block[i]), first + start + i, i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Checked(ref GobReader reader, long wide, int index = -1, int placeInRow = 0)
        {
            T value = T.CreateTruncating(wide);
            return long.CreateTruncating(value) == wide ? value : throw OutOfRange(ref reader, wide, index, placeInRow);
        }

        private static GobException OutOfRange(ref GobReader reader, long wide, int index, int placeInRow) =>
            reader.OutOfRange($"the value {wide} is out of the range of {TypeNames.Of(typeof(T))}", index, placeInRow);
    }
}
