using System.Numerics;
using System.Runtime.CompilerServices;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>An unsigned integer of any size ↔ uint. Gob keeps int and uint apart, and so do we.</summary>
internal sealed class UintCodec<T>(string goName) : Codec<T>
    where T : struct, IBinaryInteger<T>
{
    public override LocalType LocalType { get; } = LocalType.Basic(GobType.Uint, goName);

    public override void Write(GobWriter writer, T value) => writer.WriteUint(ulong.CreateTruncating(value));

    public override void WriteMany(GobWriter writer, ReadOnlySpan<T> values)
    {
        Span<ulong> block = stackalloc ulong[GobWriter.NumberBlock];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, block.Length);
            for (int i = 0; i < count; i++)
                block[i] = ulong.CreateTruncating(values[i]);
            writer.WriteUints(block[..count]);
            values = values[count..];
        }
    }

    public override bool IsOmitted(T value) => T.IsZero(value);

    public override T CreateZero(int depth) => T.Zero;

    public override Op<T> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Uint ? UintOp.Instance : throw Mismatch(wire);

    private sealed class UintOp : Op<T>
    {
        public static UintOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref T value) => value = Checked(ref reader, reader.ReadUint());

        public override void ReadMany(ref GobReader reader, scoped Span<T> values, int first = 0)
        {
            Span<ulong> block = stackalloc ulong[GobWriter.NumberBlock];
            for (int start = 0; start < values.Length; start += block.Length)
            {
                Span<T> rest = values[start..];
                int count = Math.Min(rest.Length, block.Length);
                reader.ReadUints(block[..count]);
                for (int i = 0; i < count; i++)
                    rest[i] = Checked(ref reader, block[i], first + start + i, i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Checked(ref GobReader reader, ulong wide, int index = -1, int placeInRow = 0)
        {
            T value = T.CreateTruncating(wide);
            return ulong.CreateTruncating(value) == wide ? value : throw OutOfRange(ref reader, wide, index, placeInRow);
        }

        private static GobException OutOfRange(ref GobReader reader, ulong wide, int index, int placeInRow) =>
            reader.OutOfRange($"the value {wide} is out of the range of {TypeNames.Of(typeof(T))}", index, placeInRow);
    }
}
