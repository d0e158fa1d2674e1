using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

public sealed class DeadlinePipeWriterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_peer_that_never_reads_ends_a_flush_at_its_timeout()
    {
        await using Loopback loopback = await Loopback.OpenAsync(_time, bufferSize: 4_096);
        loopback.Connection.FlushTimeout = TimeSpan.FromSeconds(10);
        Task flush = BeginWaitingFlush(loopback.Connection);

        _time.Advance(TimeSpan.FromSeconds(10.1));

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => flush.WaitAsync(Until.Deadline));
        Assert.Equal("the peer has not taken the output within 10 s", error.Message);
        Assert.True(loopback.Connection.IsAborted);
        await Until.FiredAsync(loopback.Connection.Aborted);
    }

    [Fact]
    public async Task A_peer_that_never_reads_ends_a_flush_at_a_fixed_deadline()
    {
        await using Loopback loopback = await Loopback.OpenAsync(_time, bufferSize: 4_096);
        loopback.Connection.SetWriteDeadline(_time.GetUtcNow().AddHours(1));
        Task flush = BeginWaitingFlush(loopback.Connection);

        _time.Advance(TimeSpan.FromHours(1.1));

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => flush.WaitAsync(Until.Deadline));
        Assert.Equal("the write deadline has passed", error.Message);
        Assert.True(loopback.Connection.IsAborted);
    }

    [Fact]
    public async Task A_waiting_flush_is_held_to_a_deadline_set_meanwhile()
    {
        (TransportConnection connection, TransportConnection _) = MemoryTransport.CreatePair(_time);
        Task flush = BeginWaitingFlush(connection);

        connection.SetWriteDeadline(_time.GetUtcNow().AddSeconds(3));
        Assert.False(flush.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(3.1));

        await Assert.ThrowsAsync<TimeoutException>(() => flush.WaitAsync(Until.Deadline));
    }

    [Fact]
    public async Task More_output_than_may_wait_aborts_the_connection()
    {
        (TransportConnection connection, TransportConnection peer) = MemoryTransport.CreatePair(_time);
        connection.MaxUnflushedBytes = 1_000;
        connection.Write(new string('x', 900));
        await connection.Output.FlushAsync(Until.Deadline);
        connection.Write(new string('y', 900));

        TransportOutputException error = Assert.Throws<TransportOutputException>(() => connection.Write(new string('z', 101)));

        Assert.Equal("more than 1000 bytes of output wait to be flushed", error.Message);
        Assert.Same(error, connection.AbortReason);
        await Until.FiredAsync(peer.Aborted);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_refuses_a_flush_and_loses_nothing()
    {
        (TransportConnection connection, TransportConnection peer) = MemoryTransport.CreatePair(_time);
        connection.SetWriteDeadline(_time.GetUtcNow());
        connection.Write("reply");
        await Assert.ThrowsAsync<TimeoutException>(() => connection.Output.FlushAsync(Until.Deadline).AsTask());
        Assert.False(connection.IsAborted);

        connection.SetWriteDeadline(null);
        await connection.Output.FlushAsync(Until.Deadline);

        Assert.Equal("reply", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_flush_given_up_halfway_loses_the_connection()
    {
        (TransportConnection connection, TransportConnection _) = MemoryTransport.CreatePair(_time);
        using var giveUp = new CancellationTokenSource();
        Task flush = BeginWaitingFlush(connection, giveUp);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush.WaitAsync(Until.Deadline));
        Assert.True(connection.IsAborted);
        Assert.Equal("a flush was canceled halfway", connection.AbortReason!.Message);
    }

    [Fact]
    public async Task An_abort_wakes_a_waiting_flush()
    {
        await using Loopback loopback = await Loopback.OpenAsync(_time, bufferSize: 4_096);
        Task flush = BeginWaitingFlush(loopback.Connection);

        loopback.Connection.Abort("enough");

        IOException error = await Assert.ThrowsAsync<IOException>(() => flush.WaitAsync(Until.Deadline));
        Assert.Equal("the connection is lost: enough", error.Message);
    }

    [Fact]
    public async Task A_close_wakes_a_waiting_flush()
    {
        (TransportConnection connection, TransportConnection _) = MemoryTransport.CreatePair(_time);
        Task flush = BeginWaitingFlush(connection);

        await connection.DisposeAsync();

        IOException error = await Assert.ThrowsAsync<IOException>(() => flush.WaitAsync(Until.Deadline));
        Assert.Equal("the connection is closed", error.Message);
    }

    [Fact]
    public async Task Unflushed_bytes_are_counted_over_pipes_that_cannot()
    {
        var output = new Pipe();
        var input = new Pipe();
        var connection = MemoryTransport.FromPipe(new DuplexPipe(input.Reader, new UncountingWriter(output.Writer)));
        connection.FlushBeforeRead = true;
        connection.Write("question");
        Assert.Equal(8, connection.Output.UnflushedBytes);

        Task<ReadResult> read = await connection.BeginWaitingReadAsync();

        Assert.Equal(0, connection.Output.UnflushedBytes);
        Assert.Equal(8, (await output.Reader.ReadAsync(Until.Deadline)).Buffer.Length);
        await input.Writer.CompleteAsync();
        Assert.True((await read).IsCompleted);
    }

    [Fact]
    public async Task A_peer_that_reads_no_more_ends_flushes()
    {
        (TransportConnection connection, TransportConnection peer) = MemoryTransport.CreatePair(_time);
        await peer.DisposeAsync();

        IOException error = await Assert.ThrowsAsync<IOException>(() => connection.SendAsync("reply"));

        Assert.Equal("the connection is lost: the peer no longer reads", error.Message);
    }

    /// <summary>Flushes more than all buffers on the way take.</summary>
    private static Task BeginWaitingFlush(TransportConnection connection, CancellationTokenSource? giveUp = null)
    {
        connection.Output.Write(new byte[16 << 20]);
        Task flush = connection.Output.FlushAsync(giveUp?.Token ?? CancellationToken.None).AsTask();
        Assert.False(flush.IsCompleted);
        return flush;
    }

    private sealed class UncountingWriter(PipeWriter inner) : PipeWriter
    {
        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
    }
}
