using System.Net;
using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>Names end points in logs and errors.</summary>
internal static class PeerName
{
    /// <summary>The end point as text: an IPv4 address that came over an IPv6 socket as itself.</summary>
    public static string Of(EndPoint? endPoint) => endPoint switch
    {
        null => "(memory)",
        IPEndPoint { Address.IsIPv4MappedToIPv6: true } ip => new IPEndPoint(ip.Address.MapToIPv4(), ip.Port).ToString(),
        UnixDomainSocketEndPoint unix => unix.ToString() is { Length: > 0 } path ? "unix:" + path : "unix",
        _ => endPoint.ToString() ?? "",
    };
}
