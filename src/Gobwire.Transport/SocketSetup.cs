using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>Sets what every connection wants.</summary>
internal static class SocketSetup
{
    /// <summary>Sets what is wanted of a socket that another server has accepted; how that server delays small writes is its own business.</summary>
    public static void ApplyToAccepted(Socket socket, TransportListenerOptions options)
    {
        try
        {
            Apply(socket, socket.ProtocolType == ProtocolType.Tcp && socket.NoDelay, options.KeepAlive, options.SendBufferSize);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is lost already, as the first read will tell.
        }
    }

    public static void Apply(Socket socket, bool noDelay, TimeSpan keepAlive, int? sendBufferSize)
    {
        if (sendBufferSize is { } size)
            socket.SendBufferSize = size;
        if (socket.ProtocolType != ProtocolType.Tcp)
            return;
        socket.NoDelay = noDelay;
        if (keepAlive == Timeout.InfiniteTimeSpan)
            return;
        int seconds = (int)Math.Clamp(Math.Ceiling(keepAlive.TotalSeconds), 1, short.MaxValue);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, seconds);
    }
}
