using PolyType;

namespace Gobwire.Tests.Codecs;

/// <summary>Streams of Go's time.Time; all bytes are Go's.</summary>
public sealed partial class TimeStreamTests
{
    private const string Definition = "10ff810501010454696d6501ff82000000";

    private static readonly DateTimeOffset Instant = new DateTimeOffset(2026, 11, 23, 19, 36, 0, TimeSpan.Zero).AddTicks(1_234_567);

    [Fact]
    public void A_time_keeps_its_instant_and_its_zone()
    {
        const string times = Definition
            + "13ff82000f010000000ee2968ca0075bccbcffff 13ff82000f010000000ee2968ca0075bccbc014a"
            + "13ff82000f010000000ee2968ca0075bccbcfe20 13ff82000f01000000000000000000000000ffff";
        DateTimeOffset[] expected =
        [
            Instant, Instant.ToOffset(new TimeSpan(5, 30, 0)), Instant.ToOffset(TimeSpan.FromHours(-8)), default,
        ];
        List<DateTimeOffset> actual = Hex.DecodeAll<DateTimeOffset>(times);
        Assert.Equal(expected, actual);
        Assert.Equal(expected.Select(t => t.Offset), actual.Select(t => t.Offset));
        Assert.Equal(times.Replace(" ", "", StringComparison.Ordinal), Hex.EncodeAll(expected));
    }

    [Fact]
    public void A_zone_with_seconds_or_beyond_14_hours_keeps_the_instant()
    {
        DateTimeOffset withSeconds = Hex.Decode<DateTimeOffset>(Definition + "14ff820010020000000ee2968ca0075bccbc001320");
        DateTimeOffset of20Hours = Hex.Decode<DateTimeOffset>(Definition + "13ff82000f010000000ee2968ca0075bccbc04b0");
        Assert.All([withSeconds, of20Hours], time => Assert.True(time.EqualsExact(Instant)));
    }

    [Theory]
    [InlineData("13ff82000f01fffffffffe1d7b0000000000ffff")]
    [InlineData("13ff82000f01000000497786388000000000ffff")]
    [InlineData("13ff82000f010000000ee2968ca03b9aca00ffff")]
    [InlineData("13ff82000f030000000ee2968ca0075bccbcffff")]
    [InlineData("0aff82000601000000000e")]
    [InlineData("04ff820000")]
    [InlineData("13ff82000f01000000000000000000000000ffa0")]
    public void A_time_that_dotnet_lacks_is_out_of_range(string message)
    {
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<DateTimeOffset>(Definition + message));
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
    }

    [Fact]
    public void A_date_time_is_a_time_in_UTC()
    {
        string gob = Hex.Encode(Instant);
        Assert.Equal(Instant.UtcDateTime, Hex.Decode<DateTime>(gob));
        Assert.Equal(DateTimeKind.Utc, Hex.Decode<DateTime>(gob).Kind);
        Assert.Equal(gob, Hex.Encode(Instant.UtcDateTime));
        Assert.Equal(gob, Hex.Encode(DateTime.SpecifyKind(Instant.UtcDateTime, DateTimeKind.Unspecified)));
    }

    [Fact]
    public void The_zero_time_is_left_off_a_struct()
    {
        const string definitions = "21ff810301010554696d657301ff8200010201015401ff840001015001ff84000000 10ff830501010454696d6501ff84000000";
        const string zero = definitions + "03ff8200";
        const string both = definitions + "25ff82010f010000000ee2968ca0075bccbcffff010f010000000ee2968ca0075bccbcffff00";
        Assert.Equal(new Times(default, null), Hex.Decode<Times>(zero));
        Assert.Equal(zero.Replace(" ", "", StringComparison.Ordinal), Hex.Encode(new Times(default, null)));
        Assert.Equal(new Times(Instant, Instant), Hex.Decode<Times>(both));
        Assert.Equal(both.Replace(" ", "", StringComparison.Ordinal), Hex.Encode(new Times(Instant, Instant)));
    }

    [GenerateShape]
    internal partial record struct Times(DateTimeOffset T, DateTimeOffset? P);
}
