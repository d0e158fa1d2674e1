using System.Net.Sockets;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

/// <summary>Whether a connection is fit for another exchange.</summary>
public sealed class TransportReuseTests
{
    [Fact]
    public async Task A_connection_without_anything_left_over_is_fit_and_stays_so()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await loopback.Connection.IsReusableAsync());
            await loopback.Connection.SendAsync("question");
            await loopback.Peer.SendAsync("answer"u8.ToArray(), Until.Deadline);
            Assert.Equal("answer", await loopback.Connection.ReadTextAsync());
        }

        Assert.True(await loopback.Connection.IsReusableAsync());
    }

    [Fact]
    public async Task In_memory_too()
    {
        (TransportConnection first, TransportConnection second) = MemoryTransport.CreatePair();
        Assert.True(await first.IsReusableAsync());
        await second.SendAsync("answer");
        Assert.False(await first.IsReusableAsync());
        Assert.Equal("answer", await first.ReadTextAsync());
        Assert.True(await first.IsReusableAsync());
        await second.DisposeAsync();
        Assert.False(await first.IsReusableAsync());
    }

    [Fact]
    public async Task One_on_which_something_has_come_is_not()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        await loopback.Peer.SendAsync("late"u8.ToArray(), Until.Deadline);

        await BecomesUnfitAsync(loopback.Connection);

        Assert.Equal("late", await loopback.Connection.ReadTextAsync());
    }

    [Fact]
    public async Task One_whose_peer_has_closed_or_reset_is_not()
    {
        await using Loopback closed = await Loopback.OpenAsync();
        await using Loopback reset = await Loopback.OpenAsync();
        closed.Peer.Shutdown(SocketShutdown.Send);
        reset.ResetPeer();

        await BecomesUnfitAsync(closed.Connection);
        await BecomesUnfitAsync(reset.Connection);
    }

    [Fact]
    public async Task One_with_output_unflushed_or_ended_is_not()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        loopback.Connection.Write("half a command");
        Assert.False(await loopback.Connection.IsReusableAsync());
        await loopback.Connection.CompleteOutputAsync();
        Assert.False(await loopback.Connection.IsReusableAsync());
    }

    [Fact]
    public async Task One_that_was_aborted_or_closed_is_not()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        await using Loopback other = await Loopback.OpenAsync();
        loopback.Connection.Abort("the test says so");
        await other.Connection.DisposeAsync();

        Assert.False(await loopback.Connection.IsReusableAsync());
        Assert.False(await other.Connection.IsReusableAsync());
    }

    private static async Task BecomesUnfitAsync(TransportConnection connection)
    {
        CancellationToken deadline = Until.Deadline;
        while (await connection.IsReusableAsync())
        {
            deadline.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
