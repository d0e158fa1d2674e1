using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

public sealed class RateAllowanceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_seconds_worth_may_come_at_once_and_no_more()
    {
        var allowance = new RateAllowance(3, _time);

        Assert.Equal(3, TakeAll(allowance));
    }

    [Fact]
    public void Each_part_of_a_second_allows_one_more()
    {
        var allowance = new RateAllowance(4, _time);
        TakeAll(allowance);

        _time.Advance(TimeSpan.FromSeconds(0.25));

        Assert.Equal(1, TakeAll(allowance));
    }

    [Fact]
    public void A_long_pause_allows_no_more_than_a_second()
    {
        var allowance = new RateAllowance(5, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(5, TakeAll(allowance));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, TakeAll(allowance));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Less_than_one_command_a_second_is_no_limit_to_ask_for(int rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CommandEndpointOptions { MaxCommandsPerSecond = rate });

    private static int TakeAll(RateAllowance allowance)
    {
        int taken = 0;
        while (allowance.TryTake())
            taken++;
        return taken;
    }
}
