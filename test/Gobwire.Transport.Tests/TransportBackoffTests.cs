namespace Gobwire.Transport.Tests;

public sealed class TransportBackoffTests
{
    [Fact]
    public void The_wait_before_dialing_anew_grows_to_its_bound()
    {
        var backoff = new TransportBackoff();

        Assert.Equal(1.0, backoff.DelayAfter(1, 0.5).TotalSeconds, 0.001);
        Assert.Equal(1.6, backoff.DelayAfter(2, 0.5).TotalSeconds, 0.001);
        Assert.Equal(0.8, backoff.DelayAfter(1, 0).TotalSeconds, 0.001);
        Assert.Equal(120, backoff.DelayAfter(1_000, 0.5).TotalSeconds, 0.001);
    }
}
