using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

public sealed class ConnectionClockTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_span_is_reckoned_from_now()
    {
        var clock = new ConnectionClock(_time);

        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetElapsedTime(clock.Now, clock.After(TimeSpan.FromSeconds(3))));
    }

    [Fact]
    public void A_point_in_time_is_as_far_as_it_is_from_now()
    {
        var clock = new ConnectionClock(_time);

        Assert.Equal(TimeSpan.FromMinutes(1), _time.GetElapsedTime(clock.Now, clock.At(_time.GetUtcNow().AddMinutes(1))));
    }

    [Fact]
    public void What_is_past_is_now()
    {
        var clock = new ConnectionClock(_time);

        Assert.Equal(clock.Now, clock.At(_time.GetUtcNow().AddDays(-1)));
        Assert.Equal(clock.Now, clock.At(DateTimeOffset.MinValue));
    }

    [Fact]
    public void No_end_is_never()
    {
        var clock = new ConnectionClock(_time);

        Assert.Equal(Deadline.Never, clock.After(Timeout.InfiniteTimeSpan));
        Assert.Equal(Deadline.Never, clock.At(null));
    }

    [Fact]
    public void The_longest_span_does_not_overflow()
    {
        var clock = new ConnectionClock(_time);

        Assert.InRange(clock.After(TimeSpan.MaxValue), clock.Now + 1, Deadline.Never - 1);
        Assert.InRange(clock.At(DateTimeOffset.MaxValue), clock.Now + 1, Deadline.Never - 1);
    }
}
