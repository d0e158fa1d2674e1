using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

public sealed class SocketSetupTests
{
    [Fact]
    public async Task Both_ends_of_a_connection_are_set_up_as_Go_sets_up_its()
    {
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using TransportConnection dialed =
            await TransportDialer.DialAsync(TransportAddress.Parse(listener.LocalEndPoint.ToString()!), null, Until.Deadline);
        await using TransportConnection accepted = await listener.AcceptAsync(Until.Deadline);

        foreach (Socket socket in new[] { SocketOf((SocketConnection)dialed), SocketOf((SocketConnection)accepted) })
        {
            Assert.True(socket.NoDelay);
            Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
            Assert.Equal(15, socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
            Assert.Equal(15, socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
        }
    }

    [Fact]
    public async Task What_the_options_say_is_set_on_the_socket()
    {
        await using var listener = TransportListener.Bind(
            new IPEndPoint(IPAddress.Loopback, 0), new TransportListenerOptions { KeepAlive = Timeout.InfiniteTimeSpan });
        var options = new TransportDialOptions { KeepAlive = TimeSpan.FromSeconds(99.5), NoDelay = false };
        await using TransportConnection dialed =
            await TransportDialer.DialAsync(TransportAddress.Parse(listener.LocalEndPoint.ToString()!), options, Until.Deadline);
        await using TransportConnection accepted = await listener.AcceptAsync(Until.Deadline);

        Socket dialedSocket = SocketOf((SocketConnection)dialed);
        Assert.False(dialedSocket.NoDelay);
        Assert.Equal(100, dialedSocket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
        Assert.Equal(0, SocketOf((SocketConnection)accepted).GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    [Fact]
    public async Task A_send_buffer_that_is_set_bounds_what_the_system_holds_for_a_peer_that_does_not_read()
    {
        const int Size = 32 << 10;
        long bounded = await FlushUntilItWaitsAsync(new TransportListenerOptions { SendBufferSize = Size });
        long unbounded = await FlushUntilItWaitsAsync(new TransportListenerOptions());

        // Linux takes twice the size, and the peer's own buffer comes on top.
        Assert.InRange(bounded, 1, 4 * Size);
        Assert.InRange(unbounded, 4 * bounded, long.MaxValue);
    }

    [Fact]
    public async Task A_dialed_connections_send_buffer_is_set_too()
    {
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using TransportConnection dialed = await TransportDialer.DialAsync(
            TransportAddress.Parse(listener.LocalEndPoint.ToString()!), new TransportDialOptions { SendBufferSize = 20_000 }, Until.Deadline);

        Assert.InRange(SocketOf((SocketConnection)dialed).SendBufferSize, 20_000, 40_000);
    }

    [Fact]
    public void A_send_buffer_has_a_byte_at_least()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransportListenerOptions { SendBufferSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransportDialOptions { SendBufferSize = 0 });
    }

    [Fact]
    public void Unix_sockets_are_left_alone()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        SocketSetup.Apply(socket, noDelay: true, TimeSpan.FromSeconds(15), sendBufferSize: null);

        Assert.Equal(0, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    /// <summary>Flushes to a peer with a small buffer that never reads, and counts what went out before a flush had to wait.</summary>
    private static async Task<long> FlushUntilItWaitsAsync(TransportListenerOptions options)
    {
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), options);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await peer.ConnectAsync(listener.LocalEndPoint, Until.Deadline);
        await using TransportConnection connection = await listener.AcceptAsync(Until.Deadline);
        var piece = new byte[1_024];
        for (long flushed = 0; ; flushed += piece.Length)
        {
            connection.Output.Write(piece);
            Task flush = connection.Output.FlushAsync(CancellationToken.None).AsTask();
            if (!flush.IsCompleted)
                return flushed;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket SocketOf(SocketConnection connection);
}
