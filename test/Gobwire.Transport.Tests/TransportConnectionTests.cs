using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

public sealed class TransportConnectionTests
{
    private const int ReplyLength = 200_000;
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_reply_arrives_though_much_input_was_not_read()
    {
        await using Loopback loopback = await Loopback.OpenAsync(bufferSize: 4_096);
        Task sending = SendUnreadAsync(loopback, 600_000);
        await ReplyAsync(loopback);

        Task closing = loopback.Connection.CloseAsync(TimeSpan.FromSeconds(30), 1 << 20).AsTask();
        byte[] reply = await loopback.ReadToEndAsync();
        await sending;
        loopback.Peer.Dispose();

        Assert.Equal(ReplyLength, reply.Length);
        await closing.WaitAsync(Until.Deadline);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_canceled_before_or_while_a_connection_is_closed_does_not_keep_the_reply_from_arriving(bool isBefore)
    {
        await using Loopback loopback = await Loopback.OpenAsync(bufferSize: 4_096);
        await SendUnreadAsync(loopback, 10);
        await ReplyAsync(loopback);
        if (isBefore)
            loopback.Connection.Input.CancelPendingRead();

        Task closing = loopback.Connection.CloseAsync(TimeSpan.FromSeconds(30), 1 << 20).AsTask();
        Task<byte[]> reading = loopback.ReadToEndAsync();
        if (!isBefore)
        {
            await Until.TrueAsync(() => loopback.Connection.IsReading, "the close waits for the peer's end");
            loopback.Connection.Input.CancelPendingRead();
        }

        // Were the connection closed by now, this would be answered with a reset.
        await loopback.Peer.SendAsync(new byte[100_000], Until.Deadline);
        Assert.Equal(ReplyLength, (await reading).Length);
        await loopback.Peer.SendAsync(new byte[100_000], Until.Deadline);
        Assert.False(closing.IsCompleted);
        loopback.Peer.Shutdown(SocketShutdown.Send);

        await closing.WaitAsync(Until.Deadline);
        Assert.Equal(0, await loopback.Peer.ReceiveAsync(new byte[1], Until.Deadline));
    }

    [Fact]
    public async Task A_plain_close_loses_the_reply_where_input_was_not_read()
    {
        await using Loopback loopback = await Loopback.OpenAsync(bufferSize: 4_096);
        Task sending = SendUnreadAsync(loopback, 100_000);
        await ReplyAsync(loopback);
        await sending;

        await loopback.Connection.DisposeAsync();

        SocketException error = await Assert.ThrowsAsync<SocketException>(loopback.ReadToEndAsync);
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_peer_that_does_not_close_is_waited_for_no_longer_than_the_linger_timeout()
    {
        await using Loopback loopback = await Loopback.OpenAsync(_time);
        Task closing = loopback.Connection.CloseAsync(Linger, 1 << 20).AsTask();
        await Until.TrueAsync(() => loopback.Connection.IsReading, "the close waits");
        _time.Advance(Linger / 2);
        await loopback.Peer.SendAsync(new byte[10], Until.Deadline);
        Assert.False(closing.IsCompleted);

        _time.Advance(Linger);

        await closing.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task A_peer_that_sends_without_end_is_read_no_further_than_the_bound()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        long sent = 0;
        Task sending = Task.Run(
            async () =>
            {
                var piece = new byte[65_536];
                while (true)
                    sent += await loopback.Peer.SendAsync(piece, Until.Deadline);
            },
            TestContext.Current.CancellationToken);

        await loopback.Connection.CloseAsync(TimeSpan.FromSeconds(30), 1 << 20).AsTask().WaitAsync(Until.Deadline);

        await Assert.ThrowsAsync<SocketException>(() => sending);
        // The bound is sixteen pieces; of the next, no more than a part may have gone.
        Assert.True(sent >= 1 << 20);
    }

    [Fact]
    public async Task A_close_does_not_wait_for_ever_for_a_peer_that_never_reads()
    {
        (TransportConnection connection, TransportConnection _) = MemoryTransport.CreatePair(_time);
        connection.Output.Write(new byte[1 << 20]);

        Task closing = connection.CloseAsync(Linger, 1 << 20).AsTask();
        await Until.TrueAsync(
            () =>
            {
                _time.Advance(Linger);
                return closing.IsCompleted;
            },
            "the close gave up");

        await closing;
    }

    [Fact]
    public async Task A_close_wakes_a_read_that_waits_elsewhere()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        Task<ReadResult> read = await loopback.Connection.BeginWaitingReadAsync();

        await loopback.Connection.CloseAsync(Linger, 1 << 20);

        await Assert.ThrowsAsync<IOException>(() => read.WaitAsync(Until.Deadline));
        Assert.Empty(await loopback.ReadToEndAsync());
    }

    [Fact]
    public async Task A_connection_whose_user_completed_its_pipes_is_closed_all_the_same()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        await loopback.Connection.Input.CompleteAsync();
        await loopback.Connection.Output.CompleteAsync();

        await loopback.Connection.CloseAsync(Linger, 1 << 20);

        Assert.Empty(await loopback.ReadToEndAsync());
    }

    [Fact]
    public async Task An_abort_happens_once_and_keeps_its_first_reason()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        int fired = 0;
        loopback.Connection.Aborted.Register(() => Interlocked.Increment(ref fired));

        Parallel.For(0, 8, i => loopback.Connection.Abort("first"));
        loopback.Connection.Abort("later");

        await Until.TrueAsync(() => Volatile.Read(ref fired) == 1, "aborted fired");
        Assert.Equal("first", loopback.Connection.AbortReason!.Message);
        await Assert.ThrowsAsync<IOException>(() => loopback.Connection.SendAsync("x"));
    }

    [Fact]
    public async Task After_a_close_reads_and_flushes_say_so()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        await loopback.Connection.DisposeAsync();
        await loopback.Connection.DisposeAsync();

        IOException ofRead = await Assert.ThrowsAsync<IOException>(() => loopback.Connection.ReadTextAsync());
        IOException ofFlush = await Assert.ThrowsAsync<IOException>(() => loopback.Connection.SendAsync("x"));

        Assert.Equal("the connection is closed", ofRead.Message);
        Assert.Equal("the connection is closed", ofFlush.Message);
        Assert.Null(loopback.Connection.AbortReason);
    }

    [Fact]
    public async Task A_goodbye_that_the_peer_does_not_take_is_given_up()
    {
        // TLS says its goodbye in bytes, which a peer that never reads may leave no room for.
        var connection = new StuckConnection(_time) { FlushTimeout = TimeSpan.FromSeconds(10) };
        Task closing = connection.CloseAsync(Linger, 1 << 20).AsTask();
        Assert.False(closing.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(10.1));

        await closing.WaitAsync(Until.Deadline);
        Assert.True(connection.IsAborted);
    }

    private static async Task SendUnreadAsync(Loopback loopback, int count)
    {
        await loopback.Peer.SendAsync(new byte[count], Until.Deadline);
    }

    /// <summary>Reads a little of the input, and replies more than the peer's buffer takes.</summary>
    private static async Task ReplyAsync(Loopback loopback)
    {
        await loopback.Connection.ReadTextAsync();
        loopback.Connection.Output.Write(new byte[ReplyLength]);
        await loopback.Connection.Output.FlushAsync(Until.Deadline);
    }

    /// <summary>A transport whose sending side cannot be shut.</summary>
    private sealed class StuckConnection(TimeProvider time) : TransportConnection(new DuplexPipe(new Pipe().Reader, new Pipe().Writer), time)
    {
        public override EndPoint? LocalEndPoint => null;

        public override EndPoint? RemoteEndPoint => null;

        protected override ValueTask ShutdownOutputAsync() => new(new TaskCompletionSource().Task);

        protected override void AbortTransport(Exception reason)
        {
        }

        protected override ValueTask ReleaseAsync() => ValueTask.CompletedTask;
    }
}
