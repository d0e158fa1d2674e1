using System.IO.Pipelines;
using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

/// <summary>What a watched connection says of how long nothing was read or flushed.</summary>
public sealed class StillnessTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.3);

    private readonly FakeTimeProvider _time = new();
    private readonly TransportConnection _connection;
    private readonly TransportConnection _peer;
    private TimeSpan _still = TimeSpan.MinValue;

    public StillnessTests() => (_connection, _peer) = MemoryTransport.CreatePair(_time);

    [Fact]
    public void Work_without_reading_or_flushing_is_still()
    {
        _connection.BeginWatch(still => _still = still);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.InRange(_still, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_waits_for_the_peer_is_not_still()
    {
        _connection.BeginWatch(still => _still = still);
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.Zero, _still);
        await _peer.SendAsync("x");
        await read;
    }

    [Fact]
    public async Task A_flush_now_and_then_is_enough()
    {
        _connection.BeginWatch(still => _still = still);
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(Tick);
            Assert.True(_still <= Tick);
            await _connection.SendAsync("event");
            await _peer.ReadTextAsync();
        }
    }

    [Fact]
    public void Nothing_is_said_after_the_watch_and_a_new_one_begins_anew()
    {
        _connection.BeginWatch(still => _still = still);
        _time.Advance(TimeSpan.FromSeconds(5));
        _connection.EndWatch();
        _still = TimeSpan.MinValue;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.MinValue, _still);

        _connection.BeginWatch(still => _still = still);
        _time.Advance(Tick);

        Assert.InRange(_still, TimeSpan.Zero, Tick);
    }
}
