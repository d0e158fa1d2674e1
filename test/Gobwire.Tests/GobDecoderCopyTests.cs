using System.Buffers;
using Gobwire.Tests.Golden.Types;
using Gobwire.Tests.Streams;

namespace Gobwire.Tests;

/// <summary>Values copied as streams of their own.</summary>
public sealed class GobDecoderCopyTests
{
    private static readonly GobOptions Accepting = GobOptions.Default with { AcceptNewEncoders = true };

    [Fact]
    public void What_a_new_encoder_sent_is_copied_byte_for_byte()
    {
        string[] gobs = [Hex.Encode(new Point(1, 2)), Hex.Encode(new V1("Ann", 30)), Hex.Encode("text"), Hex.Encode(new Point(3, 4)), Hex.Encode(7)];
        byte[] bytes = Hex.Bytes(string.Concat(gobs));
        foreach (GobDecoder decoder in (GobDecoder[])[new(bytes, Accepting), new(new DribbleStream(bytes), Accepting), new(ByteSegment.Cut(bytes, 3), Accepting)])
            Assert.Equal(gobs.Select(Hex.Bytes), CopyAll(decoder));
    }

    [Fact]
    public void Definitions_that_came_earlier_go_before_a_value_that_needs_them()
    {
        var stream = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(stream);
        encoder.Encode(new Point(1, 2));
        encoder.Encode(new V1("Ann", 30));
        encoder.Encode(new Point(3, 4));
        encoder.Encode("text");
        List<byte[]> copies = CopyAll(new GobDecoder(stream.WrittenMemory));
        Assert.Equal(Hex.Bytes(Hex.Encode(new Point(1, 2))), copies[0]);
        Assert.Equal(new V1("Ann", 30), GobSerializer.Deserialize<V1>(copies[1]));
        Assert.Equal(new Point(3, 4), GobSerializer.Deserialize<Point>(copies[2]));
        Assert.Equal(Hex.Bytes(Hex.Encode("text")), copies[3]);
    }

    [Fact]
    public void A_definition_of_more_than_127_bytes_keeps_its_length()
    {
        var stream = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(stream);
        Wide wide = new() { };
        encoder.Encode(wide);
        encoder.Encode(wide);
        List<byte[]> copies = CopyAll(new GobDecoder(stream.WrittenMemory));
        Assert.Equal(copies[0], copies[1]);
    }

    [Fact]
    public void Nothing_is_copied_of_a_value_that_is_cut_or_bad()
    {
        byte[] bytes = Hex.Bytes(Hex.Encode(new Point(1, 2)));
        var output = new ArrayBufferWriter<byte>();
        for (int length = 1; length < bytes.Length; length++)
            Assert.Throws<GobException>(() => new GobDecoder(bytes.AsMemory(0, length)).TryCopy(output));
        bytes[^1] = 0x7f;
        Assert.Throws<GobException>(() => new GobDecoder(bytes).TryCopy(output));
        Assert.False(new GobDecoder(ReadOnlyMemory<byte>.Empty).TryCopy(output));
        Assert.Equal(0, output.WrittenCount);
    }

    private static List<byte[]> CopyAll(GobDecoder decoder)
    {
        List<byte[]> copies = [];
        for (var output = new ArrayBufferWriter<byte>(); decoder.TryCopy(output); output = new ArrayBufferWriter<byte>())
            copies.Add(output.WrittenSpan.ToArray());
        return copies;
    }
}
