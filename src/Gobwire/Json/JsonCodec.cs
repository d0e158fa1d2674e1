using System.Buffers;
using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire.Json;

/// <summary>Decodes any value into Gob JSON: the receiver is where the text goes.</summary>
internal sealed class JsonCodec : Codec<IBufferWriter<byte>>
{
    public static JsonCodec Instance { get; } = new();

    public override LocalType LocalType => throw DecodesOnly();

    public override string Name => "Gob JSON";

    public override void Write(GobWriter writer, IBufferWriter<byte> value) => throw DecodesOnly();

    public override bool IsOmitted(IBufferWriter<byte> value) => throw DecodesOnly();

    public override IBufferWriter<byte> CreateZero(int depth) => throw DecodesOnly();

    public override Op<IBufferWriter<byte>> Compile(GobType wire, OpCompiler compiler) => new JsonOp(wire);

    private static NotSupportedException DecodesOnly() => new("Gob JSON is only decoded into.");

    private sealed class JsonOp(GobType wire) : Op<IBufferWriter<byte>>
    {
        public override bool ReadsStruct => wire.IsStruct;

        public override void Read(ref GobReader reader, ref IBufferWriter<byte> value)
        {
            // The text goes out while the value is read, so the value is gone over once before: half a value is never printed.
            GobReader probe = reader;
            WireSkipper.Skip(ref probe, wire);
            GobReader end = probe;
            probe.EndMessage();
            var json = new GobJsonOutput(value);
            GobJsonReader.Read(ref reader, wire, json);
            if (json.IsCut)
                reader = end;
        }
    }
}
