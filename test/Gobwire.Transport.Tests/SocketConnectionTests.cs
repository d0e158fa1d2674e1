using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

public sealed class SocketConnectionTests
{
    private static readonly TimeSpan LookOut = TimeSpan.FromMilliseconds(300);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_half_closed_peer_gets_its_reply()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        await loopback.Peer.SendAsync("question"u8.ToArray(), Until.Deadline);
        loopback.Peer.Shutdown(SocketShutdown.Send);

        Assert.Equal("question", await loopback.Connection.ReadToEndAsync());
        Assert.False(loopback.Connection.Aborted.IsCancellationRequested);
        loopback.Connection.Write("answer");
        await loopback.Connection.CompleteOutputAsync();

        Assert.Equal("answer"u8.ToArray(), await loopback.ReadToEndAsync());
    }

    [Fact]
    public async Task After_its_output_is_complete_replies_can_still_be_read()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        loopback.Connection.Write("question");
        await loopback.Connection.CompleteOutputAsync();
        await loopback.Connection.CompleteOutputAsync();

        Assert.Equal("question"u8.ToArray(), await loopback.ReadToEndAsync());
        await loopback.Peer.SendAsync("answer"u8.ToArray(), Until.Deadline);
        Assert.Equal("answer", await loopback.Connection.ReadTextAsync());
    }

    [Fact]
    public async Task A_reset_wakes_a_waiting_read_and_fires_aborted()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        Task<ReadResult> read = await loopback.Connection.BeginWaitingReadAsync();

        loopback.ResetPeer();

        IOException error = await Assert.ThrowsAsync<IOException>(() => read);
        Assert.Equal("the connection is lost: connection reset by peer", error.Message);
        await Until.FiredAsync(loopback.Connection.Aborted);
    }

    [Fact]
    public async Task An_abort_is_seen_as_a_reset_and_wakes_a_waiting_read()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        Task<ReadResult> read = await loopback.Connection.BeginWaitingReadAsync();

        loopback.Connection.Abort("enough");

        await Assert.ThrowsAsync<IOException>(() => read.WaitAsync(Until.Deadline));
        SocketException error = await Assert.ThrowsAsync<SocketException>(
            () => loopback.Peer.ReceiveAsync(new byte[1], Until.Deadline).AsTask());
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        IOException later = await Assert.ThrowsAsync<IOException>(() => loopback.Connection.ReadTextAsync());
        Assert.Equal("the connection is lost: enough", later.Message);
    }

    [Fact]
    public async Task An_orderly_close_is_seen_as_an_end()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        await loopback.Connection.SendAsync("bye");

        await loopback.Connection.DisposeAsync();

        Assert.Equal("bye", Encoding.UTF8.GetString(await loopback.ReadToEndAsync()));
    }

    [Fact]
    public async Task A_close_wakes_a_waiting_read()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        Task<ReadResult> read = await loopback.Connection.BeginWaitingReadAsync();

        await loopback.Connection.DisposeAsync();

        IOException error = await Assert.ThrowsAsync<IOException>(() => read.WaitAsync(Until.Deadline));
        Assert.Equal("the connection is closed", error.Message);
        Assert.False(loopback.Connection.Aborted.IsCancellationRequested);
    }

    [Theory]
    [InlineData("")]
    [InlineData("input that nobody has read")]
    public async Task A_watched_connection_sees_a_reset_though_nothing_reads(string unread)
    {
        await using Loopback loopback = await Loopback.OpenAsync(_time);
        await loopback.Peer.SendAsync(Encoding.UTF8.GetBytes(unread), Until.Deadline);
        loopback.Connection.BeginWatch();

        loopback.ResetPeer();
        await Until.TrueAsync(AdvancedUntilAborted(loopback), "the reset was seen");

        await Until.FiredAsync(loopback.Connection.Aborted);
        Assert.Equal("connection reset by peer", loopback.Connection.AbortReason!.Message);
    }

    [Fact]
    public async Task A_watched_connection_sees_a_reset_behind_a_half_close()
    {
        await using Loopback loopback = await Loopback.OpenAsync(_time);
        loopback.Peer.Shutdown(SocketShutdown.Send);
        loopback.Connection.BeginWatch();
        for (int i = 0; i < 100; i++)
            _time.Advance(LookOut);
        Assert.False(loopback.Connection.IsAborted);

        loopback.ResetPeer();

        await Until.TrueAsync(AdvancedUntilAborted(loopback), "the reset was seen");
    }

    [Fact]
    public async Task A_connection_watched_no_more_is_left_alone()
    {
        await using Loopback loopback = await Loopback.OpenAsync(_time);
        loopback.Connection.BeginWatch();
        loopback.Connection.EndWatch();
        loopback.ResetPeer();

        for (int i = 0; i < 100; i++)
            _time.Advance(LookOut);

        Assert.False(loopback.Connection.IsAborted);
    }

    [Fact]
    public async Task The_ends_know_their_end_points()
    {
        await using Loopback loopback = await Loopback.OpenAsync();

        Assert.Equal(loopback.Peer.LocalEndPoint, loopback.Connection.RemoteEndPoint);
        Assert.Equal(loopback.Peer.RemoteEndPoint, loopback.Connection.LocalEndPoint);
        Assert.Equal(loopback.Peer.LocalEndPoint!.ToString(), loopback.Connection.ToString());
    }

    private Func<bool> AdvancedUntilAborted(Loopback loopback) => () =>
    {
        _time.Advance(LookOut);
        return loopback.Connection.IsAborted;
    };
}
