using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Decodes any value into nothing.</summary>
internal sealed class SkipCodec : Codec<SkipCodec.Nothing>
{
    public static SkipCodec Instance { get; } = new();

    public override LocalType LocalType => throw DecodesOnly();

    public override string Name => "nothing";

    public override void Write(GobWriter writer, Nothing value) => throw DecodesOnly();

    public override bool IsOmitted(Nothing value) => throw DecodesOnly();

    public override Nothing CreateZero(int depth) => default;

    public override Op<Nothing> Compile(GobType wire, OpCompiler compiler) => new SkipOp(wire);

    private static NotSupportedException DecodesOnly() => new("What is skipped is only decoded.");

    internal readonly record struct Nothing;

    private sealed class SkipOp(GobType wire) : Op<Nothing>
    {
        public override bool ReadsStruct => wire.IsStruct;

        public override void Read(ref GobReader reader, ref Nothing value) => WireSkipper.Skip(ref reader, wire);
    }
}
