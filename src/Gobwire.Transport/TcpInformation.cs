using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>What Linux tells of a TCP connection (<c>TCP_INFO</c> in tcp(7)).</summary>
internal static class TcpInformation
{
    private const int Tcp = 6;
    private const int Option = 11;
    // In struct tcp_info of linux/tcp.h, since Linux 4.1.
    private const int BytesAcknowledgedOffset = 120;
    private const int Size = BytesAcknowledgedOffset + sizeof(ulong);

    /// <summary>How many bytes the peer's system has acknowledged; null where nobody counts them.</summary>
    public static long? BytesAcknowledged(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || socket.ProtocolType != ProtocolType.Tcp)
            return null;
        try
        {
            Span<byte> information = stackalloc byte[Size];
            return socket.GetRawSocketOption(Tcp, Option, information) == Size
                ? BitConverter.ToInt64(information[BytesAcknowledgedOffset..])
                : null;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
