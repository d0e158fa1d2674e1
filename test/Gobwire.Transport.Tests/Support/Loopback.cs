using System.Net;
using System.Net.Sockets;
using Gobwire.Transport;

namespace Gobwire.Testing;

/// <summary>A connection over real sockets: ours at one end, a bare socket at the other.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private Loopback(TransportConnection connection, Socket peer)
    {
        Connection = connection;
        Peer = peer;
    }

    public TransportConnection Connection { get; }

    public Socket Peer { get; }

    /// <summary>Connects over TCP.</summary>
    /// <param name="timeProvider">Our end's clock.</param>
    /// <param name="bufferSize">The peer's receive buffer, where it matters.</param>
    public static async Task<Loopback> OpenAsync(TimeProvider? timeProvider = null, int? bufferSize = null)
    {
        var options = new TransportListenerOptions { TimeProvider = timeProvider ?? TimeProvider.System };
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), options);
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (bufferSize is { } size)
            peer.ReceiveBufferSize = size;
        await peer.ConnectAsync(listener.LocalEndPoint, Until.Deadline);
        return new Loopback(await listener.AcceptAsync(Until.Deadline), peer);
    }

    /// <summary>Connects over a Unix domain socket.</summary>
    public static async Task<Loopback> OpenUnixAsync(string path, TimeProvider timeProvider)
    {
        await using var listener = TransportListener.Bind(new UnixDomainSocketEndPoint(path), new TransportListenerOptions { TimeProvider = timeProvider });
        var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await peer.ConnectAsync(listener.LocalEndPoint, Until.Deadline);
        return new Loopback(await listener.AcceptAsync(Until.Deadline), peer);
    }

    /// <summary>Ends the peer with a reset instead of an orderly end.</summary>
    public void ResetPeer()
    {
        Peer.LingerState = new LingerOption(true, 0);
        Peer.Dispose();
    }

    /// <summary>Reads up to the end that the peer sees.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        var all = new MemoryStream();
        var buffer = new byte[65_536];
        while (await Peer.ReceiveAsync(buffer, Until.Deadline) is var count and > 0)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Peer.Dispose();
        await Connection.DisposeAsync();
    }
}
