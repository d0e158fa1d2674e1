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
    public void Unix_sockets_are_left_alone()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        SocketSetup.Apply(socket, noDelay: true, TimeSpan.FromSeconds(15));

        Assert.Equal(0, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket SocketOf(SocketConnection connection);
}
