using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire.Values;

/// <summary>Values without a local type: any wire type is read, and written again as it came.</summary>
internal sealed class GobValueCodec : Codec<GobValue>
{
    public override LocalType LocalType { get; } = LocalType.EmptyInterface;

    /// <summary>As a member, an absent value is nothing.</summary>
    public override bool IsOmitted(GobValue value) => value is null or GobInterface { Value: null };

    public override GobValue CreateZero(int depth) => GobInterface.Nil;

    /// <summary>A member's wire type is fixed to be an interface: only an interface value knows its name.</summary>
    public override void Write(GobWriter writer, GobValue value) => GobValueWriter.Write(writer, Required(value));

    public override bool TryWriteField(GobWriter writer, GobValue value, int delta)
    {
        if (value is not null and not GobInterface)
        {
            throw new GobException(
                GobErrorKind.InvalidValue, $"a member of type GobValue is sent as an interface value: wrap it as new GobInterface(name, value)");
        }

        return base.TryWriteField(writer, value!, delta);
    }

    public override Op<GobValue> Compile(GobType wire, OpCompiler compiler) => new GobValueOp(wire);

    protected override int Define(GobWriter writer, GobValue value) => writer.Define(Required(value).Type);

    protected override bool IsStruct(GobValue value) => value.Type.IsStruct;

    private static GobValue Required(GobValue value) =>
        value ?? throw new GobException(GobErrorKind.InvalidValue, "a null GobValue has no form in gob");

    private sealed class GobValueOp(GobType wire) : Op<GobValue>
    {
        public override bool ReadsStruct => wire.IsStruct;

        public override void Read(ref GobReader reader, ref GobValue value) => value = GobValueReader.Read(ref reader, wire);
    }
}
