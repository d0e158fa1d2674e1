using Gobwire.Tests.Values;

namespace Gobwire.Tests.Inspection;

public sealed class PartReaderTests
{
    [Theory]
    [MemberData(nameof(SampleStream.Names), MemberType = typeof(SampleStream))]
    public void Every_byte_of_a_stream_is_a_part_s_and_has_a_meaning(string name)
    {
        byte[] gob = SampleStream.All[name].Gob;
        List<GobPart> parts = Inspect(gob, out GobException? error);
        Assert.Null(error);
        AssertContiguous(gob, parts);
        Assert.DoesNotContain(parts, p => p.Meaning.Length == 0);
    }

    [Theory]
    [InlineData("article")]
    [InlineData("interface-struct")]
    [InlineData("interface-nested")]
    [InlineData("opaque")]
    [InlineData("map-values")]
    public void A_stream_cut_short_is_shown_up_to_there_with_the_decoder_s_reason(string name)
    {
        byte[] gob = SampleStream.All[name].Gob;
        for (int length = 1; length < gob.Length; length++)
        {
            byte[] cut = gob[..length];
            List<GobPart> parts = Inspect(cut, out GobException? error);
            AssertContiguous(cut, parts);
            GobException? reason = Skip(cut);
            Assert.Equal(reason?.Message, error?.Message);
        }
    }

    [Theory]
    [InlineData("article")]
    [InlineData("interface-struct")]
    public void A_damaged_stream_is_shown_whole_and_what_has_no_meaning_comes_last(string name)
    {
        byte[] gob = SampleStream.All[name].Gob;
        for (int i = 0; i < gob.Length; i++)
        {
            byte[] damaged = [.. gob];
            damaged[i] ^= 0xFF;
            List<GobPart> parts = Inspect(damaged, out GobException? error);
            Assert.Equal(Skip(damaged)?.Message, error?.Message);
            AssertContiguous(damaged, parts);
            Assert.All(parts.SkipLast(1), p => Assert.NotEmpty(p.Meaning));
        }
    }

    [Fact]
    public void Parts_nest_as_the_stream_does()
    {
        List<GobPart> parts = Inspect(SampleStream.All["doc-point"].Gob, out _);
        Assert.Equal(
            ["0 a message of 7 bytes", "1 a value of type 65: Point", "1 Point", "2 X = 22", "2 Y = 33", "2 the end of Point"],
            parts.SkipWhile(p => p.Offset < 32).Select(p => $"{p.Depth} {p.Meaning}"));
    }

    private static List<GobPart> Inspect(byte[] gob, out GobException? error)
    {
        List<GobPart> parts = [];
        var decoder = new GobDecoder(gob, GobOptions.Trusted);
        error = null;
        try
        {
            while (decoder.TryInspect(parts.Add))
            {
            }
        }
        catch (GobException fault)
        {
            error = fault;
        }

        return parts;
    }

    private static GobException? Skip(byte[] gob)
    {
        var decoder = new GobDecoder(gob, GobOptions.Trusted);
        try
        {
            while (decoder.TrySkip())
            {
            }

            return null;
        }
        catch (GobException error)
        {
            return error;
        }
    }

    private static void AssertContiguous(byte[] gob, List<GobPart> parts)
    {
        int offset = 0;
        foreach (GobPart part in parts)
        {
            Assert.Equal(offset, part.Offset);
            Assert.Equal(gob[offset..(offset + part.Bytes.Length)], part.Bytes.ToArray());
            offset += part.Bytes.Length;
        }

        Assert.Equal(gob.Length, offset);
    }
}
