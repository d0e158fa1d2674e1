using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>string ↔ string. Go's strings are bytes: those that are not UTF-8 are refused here, and kept by bytes and GobValue.</summary>
internal sealed class StringCodec : Codec<string>
{
    public override LocalType LocalType { get; } = LocalType.Basic(GobType.String, "string");

    public override void Write(GobWriter writer, string value)
    {
        if (value is null)
            throw new GobException(GobErrorKind.InvalidValue, "a null string has no form in gob; only a struct's field may be null");
        writer.WriteString(value);
    }

    public override bool IsOmitted(string value) => string.IsNullOrEmpty(value);

    public override string CreateZero(int depth) => "";

    public override Op<string> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.String ? StringOp.Instance : throw Mismatch(wire);

    private sealed class StringOp : Op<string>
    {
        public static StringOp Instance { get; } = new();

        public override void Read(ref GobReader reader, ref string value) => value = reader.ReadString();
    }
}
