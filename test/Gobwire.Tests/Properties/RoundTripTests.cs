using System.Buffers;
using System.Text;
using CsCheck;
using Gobwire.Tests.Golden;
using Gobwire.Tests.Streams;

namespace Gobwire.Tests.Properties;

public sealed class RoundTripTests
{
    private const int Iterations = 300;

    [Fact]
    public void A_value_comes_back_as_it_went() => Sample.Gen.Sample(
        value =>
        {
            byte[] gob = GobSerializer.Serialize(value);
            Sample decoded = GobSerializer.Deserialize<Sample>(gob);
            Assert.Equal(Structural.Describe(value), Structural.Describe(decoded));
            Assert.Equal(gob, GobSerializer.Serialize(decoded));
        },
        iter: Iterations);

    [Fact]
    public void A_value_without_a_type_goes_as_it_came() => Sample.Gen.Sample(
        value =>
        {
            byte[] gob = GobSerializer.Serialize(value);
            GobValue untyped = GobSerializer.Deserialize<GobValue>(gob);
            Assert.Equal(gob, GobSerializer.Serialize(untyped));
            var text = new ArrayBufferWriter<byte>();
            Assert.True(new GobDecoder(gob).TryDecodeJson(text));
            Assert.Equal(untyped.ToJson(), Encoding.UTF8.GetString(text.WrittenSpan));
        },
        iter: Iterations);

    [Fact]
    public void Many_values_of_one_encoder_come_back_in_order_whatever_pieces_they_come_in() => Gen.Select(Sample.Gen.Array[0, 5], Gen.Int[1, 100]).Sample(
        (values, size) =>
        {
            var output = new ArrayBufferWriter<byte>();
            var encoder = new GobEncoder(output);
            foreach (Sample value in values)
                encoder.Encode(value);
            byte[] gob = output.WrittenSpan.ToArray();
            foreach (GobDecoder decoder in (GobDecoder[])[new(ByteSegment.Cut(gob, size)), new(new DribbleStream(gob, size))])
            {
                foreach (Sample value in values)
                    Assert.Equal(Structural.Describe(value), Structural.Describe(decoder.Decode<Sample>()));
                Assert.False(decoder.TrySkip());
            }
        },
        iter: Iterations / 3);

    [Fact]
    public void Numbers_come_back_as_they_went() => Gen.Select(Gen.Long.Array, Gen.ULong.Array, Gen.Double.Array, Gen.Single.Array).Sample(
        (longs, ulongs, doubles, floats) =>
        {
            Assert.Equal(longs, GobSerializer.Deserialize<long[]>(GobSerializer.Serialize(longs)));
            Assert.Equal(ulongs, GobSerializer.Deserialize<List<ulong>>(GobSerializer.Serialize(ulongs)));
            Assert.Equal(doubles, GobSerializer.Deserialize<double[]>(GobSerializer.Serialize(doubles)));
            Assert.Equal(floats, GobSerializer.Deserialize<float[]>(GobSerializer.Serialize(floats)));
        },
        iter: Iterations);

    [Fact]
    public void Text_comes_back_as_it_went_or_is_refused() => Gen.String.Sample(
        text =>
        {
            bool isWellFormed = !text.EnumerateRunes().Any(r => r == Rune.ReplacementChar) || text.Contains('\uFFFD', StringComparison.Ordinal);
            if (isWellFormed)
                Assert.Equal(text, GobSerializer.Deserialize<string>(GobSerializer.Serialize(text)));
            else
                Assert.Throws<GobException>(() => GobSerializer.Serialize(text));
        },
        iter: Iterations * 10);
}
