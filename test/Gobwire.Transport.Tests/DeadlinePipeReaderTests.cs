using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

public sealed class DeadlinePipeReaderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TransportConnection _connection;
    private readonly TransportConnection _peer;

    public DeadlinePipeReaderTests() => (_connection, _peer) = MemoryTransport.CreatePair(_time);

    [Fact]
    public async Task A_waiting_read_ends_at_a_fixed_deadline()
    {
        _connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(5));
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();

        _time.Advance(TimeSpan.FromSeconds(5.1));

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => read);
        Assert.Equal("the read deadline has passed", error.Message);
        Assert.False(_connection.IsAborted);
    }

    [Fact]
    public async Task A_waiting_read_is_held_to_a_deadline_set_meanwhile()
    {
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();
        _connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(5));

        _time.Advance(TimeSpan.FromSeconds(5.1));

        await Assert.ThrowsAsync<TimeoutException>(() => read);
    }

    [Fact]
    public async Task A_deadline_in_the_past_wakes_a_waiting_read_at_once()
    {
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();

        _connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(-1));

        await Assert.ThrowsAsync<TimeoutException>(() => read.WaitAsync(Until.Deadline));
    }

    [Fact]
    public async Task A_deadline_moved_later_lets_a_waiting_read_go_on()
    {
        _connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(5));
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();
        _connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(60));

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(read.IsCompleted);
        await _peer.SendAsync("late");

        ReadResult result = await read;
        Assert.Equal("late", Encoding.UTF8.GetString(result.Buffer));
    }

    [Fact]
    public async Task A_deadline_taken_away_lets_a_waiting_read_go_on()
    {
        _connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(5));
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();
        _connection.SetReadDeadline(null);

        _time.Advance(TimeSpan.FromDays(1));
        await _peer.SendAsync("late");

        Assert.Equal(4, (await read).Buffer.Length);
    }

    [Fact]
    public async Task Bytes_at_hand_are_read_after_the_deadline()
    {
        await _peer.SendAsync("at hand");
        _connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(-1));

        Assert.Equal("at hand", await _connection.ReadTextAsync());
        await Assert.ThrowsAsync<TimeoutException>(() => _connection.ReadTextAsync());
    }

    [Fact]
    public async Task Reading_goes_on_after_a_new_deadline_and_loses_nothing()
    {
        await _peer.SendAsync("ab");
        ReadResult first = await _connection.Input.ReadAsync(Until.Deadline);
        _connection.Input.AdvanceTo(first.Buffer.Start, first.Buffer.End);
        _connection.SetReadDeadline(_time.GetUtcNow());
        await Assert.ThrowsAsync<TimeoutException>(() => _connection.Input.ReadAsync(Until.Deadline).AsTask());

        _connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(5));
        await _peer.SendAsync("cd");

        string text = "";
        while (text.Length < 4)
            text += await _connection.ReadTextAsync();
        Assert.Equal("abcd", text);
    }

    [Fact]
    public async Task An_operations_time_runs_from_its_first_wait_over_all_its_reads()
    {
        _connection.BeginRead(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(100));
        Task<ReadResult> first = await _connection.BeginWaitingReadAsync();
        _time.Advance(TimeSpan.FromSeconds(6));
        await _peer.SendAsync("a");
        _connection.Input.AdvanceTo((await first).Buffer.End);
        Task<ReadResult> second = await _connection.BeginWaitingReadAsync();

        _time.Advance(TimeSpan.FromSeconds(4.1));

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => second);
        Assert.Equal("timed out after 10 s", error.Message);
    }

    [Fact]
    public async Task A_read_canceled_by_its_user_says_so()
    {
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();

        _connection.Input.CancelPendingRead();

        ReadResult result = await read;
        Assert.True(result.IsCanceled);
        _connection.Input.AdvanceTo(result.Buffer.Start);
        await _peer.SendAsync("next");
        Assert.Equal("next", await _connection.ReadTextAsync());
    }

    [Fact]
    public async Task What_was_not_examined_is_at_hand_for_the_next_read()
    {
        await _peer.SendAsync("one,two");
        ReadResult first = await _connection.Input.ReadAsync(Until.Deadline);
        _connection.Input.AdvanceTo(first.Buffer.GetPosition(3), first.Buffer.GetPosition(4));

        Assert.True(_connection.Input.TryRead(out ReadResult second));
        Assert.Equal(",two", Encoding.UTF8.GetString(second.Buffer));
        _connection.Input.AdvanceTo(second.Buffer.Start, second.Buffer.End);

        Assert.False(_connection.Input.TryRead(out _));
        await _peer.SendAsync(",three");
        Assert.Equal(",two,three", await _connection.ReadTextAsync());
    }

    [Fact]
    public async Task A_read_is_canceled_also_where_input_is_at_hand()
    {
        await _peer.SendAsync("one,two");
        ReadResult first = await _connection.Input.ReadAsync(Until.Deadline);
        _connection.Input.AdvanceTo(first.Buffer.GetPosition(4));

        _connection.Input.CancelPendingRead();

        ReadResult second = await _connection.Input.ReadAsync(Until.Deadline);
        Assert.True(second.IsCanceled);
        _connection.Input.AdvanceTo(second.Buffer.Start);
        Assert.Equal("two", await _connection.ReadTextAsync());
    }

    [Fact]
    public async Task A_read_given_up_by_its_token_can_be_read_again()
    {
        using var giveUp = new CancellationTokenSource();
        Task<ReadResult> read = _connection.Input.ReadAsync(giveUp.Token).AsTask();
        await Until.TrueAsync(() => _connection.IsReading, "the read waits");

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.False(_connection.IsAborted);
        await _peer.SendAsync("next");
        Assert.Equal("next", await _connection.ReadTextAsync());
    }

    [Fact]
    public async Task What_is_not_flushed_is_flushed_before_a_read_that_has_to_wait()
    {
        _connection.FlushBeforeRead = true;
        _connection.Write("question");

        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();

        Assert.Equal("question", await _peer.ReadTextAsync());
        await _peer.SendAsync("answer");
        Assert.Equal(6, (await read).Buffer.Length);
    }

    [Fact]
    public async Task What_is_not_flushed_stays_so_while_input_is_at_hand()
    {
        _connection.FlushBeforeRead = true;
        await _peer.SendAsync("next");
        _connection.Write("reply");

        Assert.Equal("next", await _connection.ReadTextAsync());

        Assert.Equal(5, _connection.Output.UnflushedBytes);
        Assert.False(_peer.Input.TryRead(out _));
    }

    [Fact]
    public async Task Without_flush_before_read_nothing_is_flushed()
    {
        _connection.Write("question");

        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();

        Assert.Equal(8, _connection.Output.UnflushedBytes);
        Assert.False(_peer.Input.TryRead(out _));
        await _peer.SendAsync("x");
        await read;
    }

    [Fact]
    public async Task A_misuse_is_told_apart_from_a_loss()
    {
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _connection.Input.ReadAsync(Until.Deadline).AsTask());

        Assert.False(_connection.IsAborted);
        await _peer.SendAsync("x");
        Assert.Equal(1, (await read).Buffer.Length);
    }
}
