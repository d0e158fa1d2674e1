using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire.Inspection;

/// <summary>Skips a value that the decoder then explains to the receiver.</summary>
internal sealed class InspectCodec : Codec<Action<GobPart>>
{
    public static InspectCodec Instance { get; } = new();

    public override LocalType LocalType => throw DecodesOnly();

    public override string Name => "any value";

    public override void Write(GobWriter writer, Action<GobPart> value) => throw DecodesOnly();

    public override bool IsOmitted(Action<GobPart> value) => throw DecodesOnly();

    public override Action<GobPart> CreateZero(int depth) => throw DecodesOnly();

    public override Op<Action<GobPart>> Compile(GobType wire, OpCompiler compiler) => new InspectOp(wire);

    private static NotSupportedException DecodesOnly() => new("A stream is inspected while it is decoded.");

    private sealed class InspectOp(GobType wire) : Op<Action<GobPart>>
    {
        public override bool ReadsStruct => wire.IsStruct;

        public override void Read(ref GobReader reader, ref Action<GobPart> value) => WireSkipper.Skip(ref reader, wire);
    }
}
