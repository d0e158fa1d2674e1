using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire.Inspection;

/// <summary>Skips a value, and takes note of what it tells of its types.</summary>
internal sealed class SurveyCodec : Codec<GobTypeSurvey>
{
    public static SurveyCodec Instance { get; } = new();

    public override LocalType LocalType => throw DecodesOnly();

    public override string Name => "any value";

    public override void Write(GobWriter writer, GobTypeSurvey value) => throw DecodesOnly();

    public override bool IsOmitted(GobTypeSurvey value) => throw DecodesOnly();

    public override GobTypeSurvey CreateZero(int depth) => throw DecodesOnly();

    public override Op<GobTypeSurvey> Compile(GobType wire, OpCompiler compiler) => new SurveyOp(wire);

    private static NotSupportedException DecodesOnly() => new("A stream is surveyed while it is decoded.");

    private sealed class SurveyOp(GobType wire) : Op<GobTypeSurvey>
    {
        public override bool ReadsStruct => wire.IsStruct;

        public override void Read(ref GobReader reader, ref GobTypeSurvey value)
        {
            // Of a value that is not whole nothing is to be noted.
            GobReader probe = reader;
            WireSkipper.Skip(ref probe, wire);
            probe.EndMessage();
            TypeSurveyor.Read(ref reader, wire, value);
            value.AddValue(wire);
        }
    }
}
