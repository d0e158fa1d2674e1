using System.Buffers;
using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire.Json;

/// <summary>Decodes any value into Gob JSON: the receiver is the text's buffer.</summary>
internal sealed class JsonCodec : Codec<ArrayBufferWriter<byte>>
{
    public static JsonCodec Instance { get; } = new();

    public override LocalType LocalType => throw DecodesOnly();

    public override string Name => "Gob JSON";

    public override void Write(GobWriter writer, ArrayBufferWriter<byte> value) => throw DecodesOnly();

    public override bool IsOmitted(ArrayBufferWriter<byte> value) => throw DecodesOnly();

    public override ArrayBufferWriter<byte> CreateZero(int depth) => throw DecodesOnly();

    public override Op<ArrayBufferWriter<byte>> Compile(GobType wire, OpCompiler compiler) => new JsonOp(wire);

    private static NotSupportedException DecodesOnly() => new("Gob JSON is only decoded into.");

    private sealed class JsonOp(GobType wire) : Op<ArrayBufferWriter<byte>>
    {
        public override bool ReadsStruct => wire.IsStruct;

        public override void Read(ref GobReader reader, ref ArrayBufferWriter<byte> value)
        {
            value.ResetWrittenCount(); // a value that went on in a later message begins again
            GobJsonReader.Read(ref reader, wire, new GobJsonOutput(value));
        }
    }
}
