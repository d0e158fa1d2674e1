using System.Buffers;
using System.Text;
using Gobwire.Testing;
using Gobwire.Tests.Streams;

namespace Gobwire.Tests;

/// <summary>Gob JSON of which only the beginning is wanted.</summary>
public sealed class GobDecoderBoundedJsonTests
{
    private static readonly GobType Point = GobType.StructOf("Point", new("X", GobType.Int), new("Y", GobType.Int));

    private static readonly GobType Everything = GobType.StructOf(
        "Everything",
        new("Text", GobType.String),
        new("Any", GobType.SliceOf(GobType.Interface)),
        new("ByPoint", GobType.MapOf(Point, GobType.SliceOf(GobType.String))),
        new("ByNumber", GobType.MapOf(GobType.Float, GobType.Complex)),
        new("Bytes", GobType.Bytes),
        new("Last", GobType.Bool));

    private static readonly GobValue Value = GobValue.ParseJson(
        """
        {"Text":"žluťoučký 🐎 \n","Any":[{"$type":"main.Point","$value":{"X":1,"Y":2}},null,{"$type":"string","$value":"text"}],
        "ByPoint":[[{"X":3,"Y":4},["a","b"]]],"ByNumber":{"1.5":[1,2]},"Bytes":"AAECAwQ=","Last":true}
        """,
        Everything,
        new Dictionary<string, GobType> { ["main.Point"] = Point });

    [Fact]
    public void The_text_is_cut_wherever_it_is_to_be_and_the_next_value_follows()
    {
        string whole = Value.ToJson();
        byte[] bytes = StreamOf(Value, Value);
        int length = Encoding.UTF8.GetByteCount(whole);
        for (int maxLength = 0; maxLength <= length + 1; maxLength++)
        {
            foreach (GobDecoder decoder in (GobDecoder[])[new(bytes), new(new DribbleStream(bytes)), new(ByteSegment.Cut(bytes, 7))])
            {
                string first = Decode(decoder, maxLength), second = Decode(decoder, int.MaxValue);

                Assert.Equal(whole, second);
                if (maxLength >= length)
                {
                    Assert.Equal(whole, first);
                    continue;
                }

                Assert.EndsWith("…", first, StringComparison.Ordinal);
                Assert.StartsWith(first[..^1], whole, StringComparison.Ordinal);
                Assert.InRange(Encoding.UTF8.GetByteCount(first[..^1]), maxLength - 3, maxLength);
                Assert.False(decoder.TrySkip());
            }
        }
    }

    [Fact]
    public async Task A_cut_text_is_the_same_where_input_is_awaited()
    {
        var decoder = new GobDecoder(new DribbleStream(StreamOf(Value)));
        var output = new ArrayBufferWriter<byte>();
        Assert.True(await decoder.TryDecodeJsonAsync(output, 12, TestContext.Current.CancellationToken));
        Assert.Equal("{\"Text\":\"žl…", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.False(await decoder.TryDecodeJsonAsync(output, 12, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_value_that_is_cut_or_bad_behind_the_wanted_text_is_refused_and_nothing_is_written()
    {
        byte[] bytes = StreamOf(Value);
        var output = new ArrayBufferWriter<byte>();
        for (int length = 1; length < bytes.Length; length++)
            Assert.Throws<GobException>(() => new GobDecoder(bytes.AsMemory(0, length)).TryDecodeJson(output, 1));

        // The last field's number, beyond the struct's fields.
        bytes[^3] = 0x7f;
        Assert.Throws<GobException>(() => new GobDecoder(bytes).TryDecodeJson(output, 1));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void A_text_of_many_times_the_bytes_costs_what_is_wanted_of_it()
    {
        byte[] bytes = StreamOf(LongNames.Of(100_000));
        var output = new ArrayBufferWriter<byte>();
        new GobDecoder(bytes).TryDecodeJson(output, 1000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        new GobDecoder(bytes).TryDecodeJson(output, 64 << 10);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static byte[] StreamOf(params GobValue[] values)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output);
        foreach (GobValue value in values)
            encoder.Encode(value);
        return output.WrittenSpan.ToArray();
    }

    private static string Decode(GobDecoder decoder, int maxLength)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(decoder.TryDecodeJson(output, maxLength));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
