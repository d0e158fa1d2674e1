using PolyType;

namespace Gobwire.Tests.Codecs;

public sealed partial class TimeCodecTests
{
    [Fact]
    public void Times_of_version_1_are_what_Go_sent()
    {
        DateTimeOffset[] values = OpaqueStreams.Decode<DateTimeOffset>("time");
        Assert.Equal(
            [
                "2026-07-01T12:30:45.1234567+00:00", "2026-07-01T12:30:45.0000000+02:00", "0001-01-01T00:00:00.0000000+00:00",
                "9999-12-31T23:59:59.9999999+09:30",
            ],
            values.Select(t => t.ToString("O")));
        OpaqueStreams.AssertEncodes("time", values);
    }

    [Fact]
    public void An_offset_with_seconds_keeps_the_instant_in_UTC()
    {
        // Version 2: zones at +00:19:32 and -00:25:21, which .NET cannot hold.
        Assert.Equal(
            ["1900-01-01T11:40:28.0000000+00:00", "1900-01-01T12:25:21.0000000+00:00"],
            OpaqueStreams.Decode<DateTimeOffset>("time-seconds").Select(t => t.ToString("O")));
    }

    [Fact]
    public void A_pointer_to_the_zero_time_is_sent_and_the_zero_time_is_not()
    {
        Times[] values = OpaqueStreams.Decode<Times>("time-fields");
        Assert.Equal(new Times { N = 1 }, values[0]);
        Assert.Equal(new Times { P = default(DateTimeOffset) }, values[1]);
        OpaqueStreams.AssertEncodes("time-fields", values);
    }

    [Fact]
    public void An_offset_of_a_minute_before_UTC_is_not_taken_for_UTCs_mark()
    {
        // Go refuses to encode such a time, since -1 marks UTC: the instant is kept.
        var time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromMinutes(-1));
        DateTimeOffset decoded = GobSerializer.Deserialize<DateTimeOffset>(GobSerializer.Serialize(time));
        Assert.Equal((time.UtcTicks, TimeSpan.Zero), (decoded.UtcTicks, decoded.Offset));
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    [InlineData(DateTimeKind.Utc)]
    public void The_ends_of_DateTime_can_be_sent(DateTimeKind kind)
    {
        foreach (long ticks in new[] { DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks })
        {
            DateTime decoded = GobSerializer.Deserialize<DateTime>(GobSerializer.Serialize(new DateTime(ticks, kind)));
            Assert.InRange(decoded.Ticks, ticks - TimeSpan.TicksPerDay, ticks);
        }
    }

    [Fact]
    public void A_duration_too_long_for_nanoseconds_is_an_invalid_value()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(TimeSpan.MaxValue));
        Assert.Equal(GobErrorKind.InvalidValue, error.Kind);
    }

    [GenerateShape]
    internal sealed partial record Times
    {
        public DateTimeOffset T { get; set; }

        public DateTimeOffset? P { get; set; }

        public int N { get; set; }
    }
}
