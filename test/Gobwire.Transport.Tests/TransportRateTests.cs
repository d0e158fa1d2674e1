using System.IO.Pipelines;
using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

/// <summary>The least rate at which an operation's bytes must come: here 10 bytes a second after 5 s.</summary>
public sealed class TransportRateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TransportConnection _connection;
    private readonly TransportConnection _peer;

    public TransportRateTests()
    {
        (_connection, _peer) = MemoryTransport.CreatePair(_time);
        _connection.BeginRead(TimeSpan.FromMinutes(10), new TransportRate { BytesPerSecond = 10 });
    }

    [Fact]
    public async Task A_peer_that_dribbles_is_found_out_after_the_grace()
    {
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();
        for (int i = 0; i < 5; i++)
        {
            read = await DribbleAsync(read, 1);
            _time.Advance(TimeSpan.FromSeconds(0.9));
        }

        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.6));

        TransportRateException error = await Assert.ThrowsAsync<TransportRateException>(() => read.WaitAsync(Until.Deadline));
        Assert.Equal("slower than 10 bytes a second", error.Message);
        Assert.False(_connection.IsAborted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_keeps_to_the_rate_goes_on_whether_its_bytes_are_consumed_or_not(bool consumes)
    {
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();
        for (int i = 0; i < 60; i++)
        {
            read = await DribbleAsync(read, 11, consumes);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(6.1));
        await Assert.ThrowsAsync<TransportRateException>(() => read.WaitAsync(Until.Deadline));
    }

    [Fact]
    public async Task What_came_ahead_of_the_rate_allows_a_pause()
    {
        Task<ReadResult> read = await DribbleAsync(await _connection.BeginWaitingReadAsync(), 1_000);

        _time.Advance(TimeSpan.FromSeconds(99));

        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        await Assert.ThrowsAsync<TransportRateException>(() => read.WaitAsync(Until.Deadline));
    }

    [Fact]
    public async Task Before_the_first_byte_only_the_timeout_counts()
    {
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1.1));

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => read.WaitAsync(Until.Deadline));
        Assert.IsNotType<TransportRateException>(error);
    }

    [Fact]
    public async Task The_timeout_ends_what_keeps_to_the_rate()
    {
        _connection.BeginRead(TimeSpan.FromSeconds(20), new TransportRate { BytesPerSecond = 10 });
        Task<ReadResult> read = await DribbleAsync(await _connection.BeginWaitingReadAsync(), 1_000);

        _time.Advance(TimeSpan.FromSeconds(20.1));

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => read.WaitAsync(Until.Deadline));
        Assert.Equal("timed out after 20 s", error.Message);
    }

    [Fact]
    public async Task The_next_operation_begins_anew_and_one_without_a_rate_has_none()
    {
        Task<ReadResult> read = await DribbleAsync(await _connection.BeginWaitingReadAsync(), 1);
        _time.Advance(TimeSpan.FromSeconds(5.1));
        await Assert.ThrowsAsync<TransportRateException>(() => read.WaitAsync(Until.Deadline));

        Assert.Equal("x", await _connection.ReadTextAsync());
        _connection.BeginRead(TimeSpan.FromMinutes(1));
        read = await DribbleAsync(await _connection.BeginWaitingReadAsync(), 1);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(read.IsCompleted);
        await _peer.SendAsync("x");
        _connection.Input.AdvanceTo((await read).Buffer.End);

        _connection.BeginRead(TimeSpan.FromMinutes(1), TransportRate.Default);
        read = await _connection.BeginWaitingReadAsync();
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(read.IsCompleted);
    }

    [Fact]
    public void A_rate_of_nothing_is_none_to_ask_for() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransportRate { BytesPerSecond = 0 });

    [Fact]
    public async Task Consumed_and_written_bytes_are_counted_when_asked_for()
    {
        _connection.CountsBytes = true;
        await _peer.SendAsync("12345");
        ReadResult result = await _connection.Input.ReadAsync(Until.Deadline);
        _connection.Input.AdvanceTo(result.Buffer.GetPosition(2), result.Buffer.End);
        Assert.Equal(2, _connection.ConsumedBytes);
        await _peer.SendAsync("67");
        _connection.Input.AdvanceTo((await _connection.Input.ReadAsync(Until.Deadline)).Buffer.End);

        await _connection.SendAsync("reply");
        _connection.Write("more");

        Assert.Equal(7, _connection.ConsumedBytes);
        Assert.Equal(9, _connection.WrittenBytes);
    }

    /// <summary>Sends bytes to a read that waits, and begins the next one.</summary>
    private async Task<Task<ReadResult>> DribbleAsync(Task<ReadResult> read, int count, bool consumes = false)
    {
        await _peer.SendAsync(new string('x', count));
        ReadResult result = await read;
        _connection.Input.AdvanceTo(consumes ? result.Buffer.End : result.Buffer.Start, result.Buffer.End);
        return await _connection.BeginWaitingReadAsync();
    }
}
