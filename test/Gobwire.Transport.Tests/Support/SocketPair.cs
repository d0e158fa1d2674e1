using System.Net;
using System.Net.Sockets;

namespace Gobwire.Testing;

/// <summary>Two bare sockets, connected over TCP.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(Socket near, Socket peer)
    {
        Near = near;
        Peer = peer;
    }

    public Socket Near { get; }

    public Socket Peer { get; }

    public static async Task<SocketPair> ConnectAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await peer.ConnectAsync(listener.LocalEndPoint!, Until.Deadline);
        return new SocketPair(await listener.AcceptAsync(Until.Deadline), peer);
    }

    public void Dispose()
    {
        Near.Dispose();
        Peer.Dispose();
    }
}
