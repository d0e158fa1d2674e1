using System.Buffers;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Checks any value whose bytes are to be copied: the receiver says where to.</summary>
internal sealed class CopyCodec : Codec<CopyCodec.Target>
{
    public static CopyCodec Instance { get; } = new();

    public override LocalType LocalType => throw DecodesOnly();

    public override string Name => "a copy";

    public override void Write(GobWriter writer, Target value) => throw DecodesOnly();

    public override bool IsOmitted(Target value) => throw DecodesOnly();

    public override Target CreateZero(int depth) => throw DecodesOnly();

    public override Op<Target> Compile(GobType wire, OpCompiler compiler) => new CopyOp(wire);

    private static NotSupportedException DecodesOnly() => new("What is copied is only decoded.");

    /// <summary>Where a value's bytes go, with the definitions they need.</summary>
    internal sealed class Target(IBufferWriter<byte> output)
    {
        /// <summary>Writes one value's messages; before them, the definitions that came with earlier values, where it needs them.</summary>
        public void Take(ReadOnlySpan<byte> messages, ReceivedTypes before, GobOptions options)
        {
            if (before.Count > 0 && !StandsAlone(messages, before, options))
            {
                foreach (byte[] definition in before.Messages())
                {
                    WriteLength(definition.Length);
                    output.Write(definition);
                }
            }

            output.Write(messages);
        }

        private static bool StandsAlone(ReadOnlySpan<byte> messages, ReceivedTypes before, GobOptions options)
        {
            var reader = new GobReader(messages, options, before.Root);
            SkipCodec.Nothing nothing = default;
            try
            {
                return ValueReader.TryRead(ref reader, SkipCodec.Instance, ref nothing);
            }
            catch (GobException)
            {
                return false;
            }
        }

        private void WriteLength(int length)
        {
            Span<byte> span = output.GetSpan(1 + sizeof(int));
            if (length < 0x80)
            {
                span[0] = (byte)length;
                output.Advance(1);
                return;
            }

            // Go's uint: how many bytes, negated, then those bytes, the highest first.
            int count = (32 - System.Numerics.BitOperations.LeadingZeroCount((uint)length) + 7) / 8;
            span[0] = (byte)-count;
            for (int i = 0; i < count; i++)
                span[1 + i] = (byte)(length >> (8 * (count - 1 - i)));
            output.Advance(1 + count);
        }
    }

    private sealed class CopyOp(GobType wire) : Op<Target>
    {
        public override bool ReadsStruct => wire.IsStruct;

        public override void Read(ref GobReader reader, ref Target value) => WireSkipper.Skip(ref reader, wire);
    }
}
