using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>bool ↔ bool.</summary>
internal sealed class BoolCodec : Codec<bool>
{
    public override LocalType LocalType { get; } = LocalType.Basic(GobType.Bool, "bool");

    public override void Write(GobWriter writer, bool value) => writer.WriteByte(value ? (byte)1 : (byte)0);

    public override bool IsOmitted(bool value) => !value;

    public override bool CreateZero(int depth) => false;

    public override Op<bool> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Bool ? BoolOp.Instance : throw Mismatch(wire);

    private sealed class BoolOp : Op<bool>
    {
        public static BoolOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref bool value) => value = reader.ReadBool();
    }
}
