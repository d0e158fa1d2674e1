using Gobwire.Tests.Golden.Types;
using PolyType;

namespace Gobwire.Tests.Conformance;

/// <summary>Bytes that are no gob: those of Go's tests, and what Go says of them.</summary>
public sealed partial class MalformedStreamTests
{
    [Theory]
    [InlineData("", GobErrorKind.EndOfStream)]
    [InlineData("7F6869", GobErrorKind.Truncated)]
    [InlineData("036e6f77206973207468652074696d6520666f7220616c6c20676f6f64206d656e", GobErrorKind.Malformed)]
    [InlineData("0424666f6f", GobErrorKind.Malformed)]
    [InlineData("05100028557b02027f8302", GobErrorKind.Malformed)]
    [InlineData("130a00fb5dad0bf8ff020263e70002fa28020202a89859", GobErrorKind.Malformed)]
    [InlineData("0f1000fb285d003316020735ff023a65c5", GobErrorKind.Malformed)]
    [InlineData("03fffb0616fffc00f902ff02ff03bf005d02885802a311a8120228022c028ee7", GobErrorKind.Malformed)]
    [InlineData(
        "10fe010f020102fe01100001fe010e000016fe010d030102fe010e00010101015801fe01100000000bfe011000f85555555555555555", GobErrorKind.Malformed)]
    public void Malformed_input_is_an_error_of_its_kind(string hex, GobErrorKind kind)
    {
        Action<GobDecoder>[] ways = [d => d.Decode<GobValue>(), Skip];
        foreach (Action<GobDecoder> way in ways)
            Assert.Equal(kind, Assert.Throws<GobException>(() => way(new GobDecoder(Hex.Bytes(hex)))).Kind);
        // Where the type does not fit either, that may be found first.
        Assert.Throws<GobException>(() => new GobDecoder(Hex.Bytes(hex)).Decode<Text>());
        Assert.Throws<GobException>(() => new GobDecoder(Hex.Bytes(hex)).Decode<object>());
    }

    [Fact]
    public void An_invalid_type_id_is_an_error_each_time_it_is_met()
    {
        var decoder = new GobDecoder(Hex.Bytes("01000100"));
        for (int i = 0; i < 2; i++)
            Assert.Equal(GobErrorKind.Malformed, Assert.Throws<GobException>(decoder.Decode<Text>).Kind);
        Assert.True(decoder.IsBroken);
    }

    [Fact]
    public void A_message_length_that_is_negative_to_Go_is_an_error() =>
        Assert.Equal(
            GobErrorKind.LimitExceeded, Assert.Throws<GobException>(() => new GobDecoder(Hex.Bytes("fba5822fca01")).TrySkip()).Kind);

    [Fact]
    public void A_slice_s_count_larger_than_its_message_is_an_error()
    {
        byte[] gob = GobSerializer.Serialize<int[]>([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        gob[^11] = 0xfa;
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<int[]>(gob));
        Assert.Equal(GobErrorKind.Malformed, error.Kind);
        Assert.Contains("a count of", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_is_a_slice_of_itself_is_skipped() =>
        Assert.True(new GobDecoder(Hex.Bytes(
            "1dffd30201010e726563757273697665536c69636501ffd40001ffd4000007ffd40002010000")).TrySkip());

    [Fact]
    public void Arrays_deeper_than_the_limit_are_skipped_and_built_no_further()
    {
        // A hundred and one arrays in one another: within the default, and as in Go refused where the limit is lower.
        GobOptions shallow = GobOptions.Default with { MaxDepth = 100 };
        Assert.True(GoStreams.Decoder("deep-array").TrySkip());
        Action<GobDecoder>[] ways = [Skip, d => d.Decode<GobValue>(), d => d.Decode<Hello>()];
        foreach (Action<GobDecoder> way in ways)
            Assert.Equal(GobErrorKind.LimitExceeded, Assert.Throws<GobException>(() => way(GoStreams.Decoder("deep-array", shallow))).Kind);
    }

    [Fact]
    public void A_net_IP_of_an_old_Go_is_read() =>
        Assert.Equal(System.Net.IPAddress.Parse("1.2.3.4"), Hex.Decode<System.Net.IPAddress>("070a000401020304"));

    private static void Skip(GobDecoder decoder)
    {
        if (!decoder.TrySkip())
            throw new GobException(GobErrorKind.EndOfStream, "nothing to skip");
    }

    [GenerateShape, GobType(Name = "ET2")]
    internal sealed partial record Text(string X);

    /// <summary>Go's output type has no field in common: nor any, so that the value is skipped.</summary>
    [GenerateShape]
    internal sealed partial record Hello;
}
