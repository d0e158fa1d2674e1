using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

public sealed class DeadlineTests : IDeadlineOwner, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _woken = new(0);
    private int _expired;

    [Fact]
    public void A_wait_is_woken_when_its_operation_runs_out()
    {
        using Deadline deadline = Create();
        deadline.BeginWait(In(10));

        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(0, _expired);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(1, _expired);
    }

    [Fact]
    public void The_earlier_of_both_points_counts()
    {
        using Deadline deadline = Create();
        deadline.SetFixed(In(3));
        deadline.BeginWait(In(10));

        _time.Advance(TimeSpan.FromSeconds(3.1));

        Assert.Equal(1, _expired);
        Assert.True(deadline.HasFixedPassed);
        Assert.False(deadline.HasOperationPassed);
    }

    [Fact]
    public void A_point_that_has_passed_wakes_at_once()
    {
        using Deadline deadline = Create();
        deadline.SetFixed(_time.GetTimestamp());
        Assert.Equal(0, _expired);

        deadline.BeginWait(Deadline.Never);

        Assert.Equal(1, _expired);
    }

    [Fact]
    public void A_renewal_that_comes_too_late_wakes_all_the_same()
    {
        using Deadline deadline = Create();
        deadline.BeginWait(In(1));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(1, _expired);

        deadline.Renew(_time.GetTimestamp());
        _time.Advance(TimeSpan.FromMilliseconds(2));

        Assert.Equal(2, _expired);
    }

    [Fact]
    public void A_point_moved_later_does_not_wake_at_the_old_one()
    {
        using Deadline deadline = Create();
        deadline.BeginWait(Deadline.Never);
        deadline.SetFixed(In(1));
        deadline.SetFixed(In(5));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, _expired);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(1, _expired);
    }

    [Fact]
    public void A_point_moved_earlier_wakes_earlier()
    {
        using Deadline deadline = Create();
        deadline.BeginWait(In(60));
        deadline.SetFixed(In(1));

        _time.Advance(TimeSpan.FromSeconds(1.1));

        Assert.Equal(1, _expired);
    }

    [Fact]
    public void Nothing_is_woken_when_nothing_waits()
    {
        using Deadline deadline = Create();
        deadline.BeginWait(In(1));
        deadline.EndWait();
        deadline.SetFixed(In(2));

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, _expired);
    }

    [Fact]
    public void A_point_further_away_than_timers_reach_is_kept()
    {
        using Deadline deadline = Create();
        deadline.BeginWait(In(TimeSpan.FromDays(60).TotalSeconds));

        _time.Advance(TimeSpan.FromDays(59.9));
        Assert.Equal(0, _expired);
        _time.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(1, _expired);
    }

    [Fact]
    public void The_longest_span_is_a_deadline_on_the_system_clock_too()
    {
        var clock = new ConnectionClock(TimeProvider.System);
        using var deadline = new Deadline(TimeProvider.System, this);

        deadline.BeginWait(clock.After(TimeSpan.MaxValue));
        deadline.SetFixed(clock.At(DateTimeOffset.MaxValue));

        Assert.Equal(0, _expired);
    }

    [Fact]
    public void A_renewal_after_the_end_of_the_wait_is_nothing()
    {
        using Deadline deadline = Create();
        deadline.BeginWait(In(1));
        deadline.Renew(In(2));
        deadline.EndWait();
        deadline.Renew(In(3));

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, _expired);
        Assert.False(deadline.IsWaiting);
    }

    [Fact]
    public void After_disposal_nothing_is_woken()
    {
        Deadline deadline = Create();
        deadline.BeginWait(In(1));
        deadline.Dispose();
        deadline.SetFixed(In(2));

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, _expired);
    }

    [Fact]
    public void A_clock_that_runs_timers_where_they_are_set_loses_no_deadline()
    {
        var time = new Testing.HastyTimeProvider();
        using var deadline = new Deadline(time, this);

        deadline.BeginWait(time.GetTimestamp() + 10);

        Assert.Equal(1, _expired);
    }

    [Fact]
    public async Task Points_set_from_many_threads_are_never_lost()
    {
        using var deadline = new Deadline(TimeProvider.System, this);
        for (int round = 0; round < 200; round++)
        {
            deadline.SetFixed(Deadline.Never);
            long now = TimeProvider.System.GetTimestamp();
            Task setting = Task.Run(() => deadline.SetFixed(now), TestContext.Current.CancellationToken);
            Task waiting = Task.Run(() => deadline.BeginWait(now + TimeProvider.System.TimestampFrequency * 3_600), TestContext.Current.CancellationToken);
            await Task.WhenAll(setting, waiting);
            await _woken.WaitAsync(Testing.Until.Deadline);
            deadline.EndWait();
        }
    }

    public void Dispose() => _woken.Dispose();

    void IDeadlineOwner.OnDeadline()
    {
        Interlocked.Increment(ref _expired);
        _woken.Release();
    }

    private Deadline Create() => new(_time, this);

    private long In(double seconds) => _time.GetTimestamp() + (long)(seconds * _time.TimestampFrequency);
}
