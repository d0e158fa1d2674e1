using System.Net;
using System.Net.Sockets;
using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

/// <summary>Peers that read slowly are told from peers that do not read, while one large flush waits for them.</summary>
public sealed class SlowFlushTests : IDisposable
{
    private const int Size = 32 << 20;
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;
    private readonly byte[] _buffer = new byte[1 << 20];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_reads_slowly_has_as_long_again_each_time(bool isUnix)
    {
        await using Loopback loopback = await OpenAsync(isUnix);
        Task flush = BeginFlush(loopback.Connection);

        for (int i = 0; i < 8; i++)
        {
            await TakeAsync(loopback, _buffer.Length);
            _time.Advance(FlushTimeout + TimeSpan.FromSeconds(0.1));
            Assert.False(flush.IsCompleted);
        }

        await TakeAsync(loopback, Size - (8 * _buffer.Length));
        await flush.WaitAsync(Until.Deadline);
        Assert.False(loopback.Connection.IsAborted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_stops_reading_is_let_go(bool isUnix)
    {
        await using Loopback loopback = await OpenAsync(isUnix);
        Task flush = BeginFlush(loopback.Connection);
        await TakeAsync(loopback, _buffer.Length);
        _time.Advance(FlushTimeout + TimeSpan.FromSeconds(0.1));
        Assert.False(flush.IsCompleted);

        await AdvanceUntilEndAsync(flush);

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => flush);
        Assert.Equal("the peer has not taken the output within 10 s", error.Message);
        Assert.True(loopback.Connection.IsAborted);
    }

    [Fact]
    public async Task A_peer_that_reads_a_byte_now_and_then_is_let_go_too()
    {
        await using Loopback loopback = await OpenAsync(isUnix: false);
        Task flush = BeginFlush(loopback.Connection);

        await Until.TrueAsync(
            () =>
            {
                // Reset before it is seen to have ended, there is nothing to take.
                loopback.Peer.Receive(_buffer, 0, 1, SocketFlags.None, out SocketError _);
                _time.Advance(FlushTimeout + TimeSpan.FromSeconds(0.1));
                return flush.IsCompleted;
            },
            "the flush has ended");

        await Assert.ThrowsAsync<TimeoutException>(() => flush);
    }

    [Fact]
    public async Task A_fixed_deadline_ends_a_flush_whatever_the_peer_takes()
    {
        await using Loopback loopback = await OpenAsync(isUnix: false);
        loopback.Connection.SetWriteDeadline(_time.GetUtcNow().AddSeconds(15));
        Task flush = BeginFlush(loopback.Connection);
        await TakeAsync(loopback, _buffer.Length);
        _time.Advance(FlushTimeout + TimeSpan.FromSeconds(0.1));
        Assert.False(flush.IsCompleted);

        await TakeAsync(loopback, _buffer.Length);
        _time.Advance(FlushTimeout / 2);

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => flush.WaitAsync(Until.Deadline));
        Assert.Equal("the write deadline has passed", error.Message);
    }

    [Fact]
    public async Task Without_a_rate_a_flush_ends_at_its_timeout_whatever_the_peer_takes()
    {
        await using Loopback loopback = await OpenAsync(isUnix: false);
        loopback.Connection.MinFlushRate = null;
        Task flush = BeginFlush(loopback.Connection);
        await TakeAsync(loopback, _buffer.Length);

        _time.Advance(FlushTimeout + TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<TimeoutException>(() => flush.WaitAsync(Until.Deadline));
    }

    private async Task<Loopback> OpenAsync(bool isUnix)
    {
        Loopback loopback = isUnix
            ? await Loopback.OpenUnixAsync(Path.Combine(_directory, "socket"), _time)
            : await Loopback.OpenAsync(_time, bufferSize: 4_096);
        loopback.Connection.FlushTimeout = FlushTimeout;
        loopback.Connection.MinFlushRate = 240;
        return loopback;
    }

    /// <summary>What the system acknowledges late may prolong the flush once more.</summary>
    private Task AdvanceUntilEndAsync(Task flush) => Until.TrueAsync(
        () =>
        {
            _time.Advance(FlushTimeout + TimeSpan.FromSeconds(0.1));
            return flush.IsCompleted;
        },
        "the flush has ended");

    private static Task BeginFlush(TransportConnection connection)
    {
        connection.Output.GetSpan(Size)[..Size].Fill(7);
        connection.Output.Advance(Size);
        Task flush = connection.Output.FlushAsync(CancellationToken.None).AsTask();
        Assert.False(flush.IsCompleted);
        return flush;
    }

    private async Task TakeAsync(Loopback loopback, int size)
    {
        while (size > 0)
            size -= await loopback.Peer.ReceiveAsync(_buffer.AsMemory(0, Math.Min(size, _buffer.Length)), Until.Deadline);
    }
}
