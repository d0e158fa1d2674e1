using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gobwire.Hosting;

/// <summary>
/// Where to listen, as text: <c>[::]:61000</c>, <c>127.0.0.1:0</c>, <c>*:61000</c> and <c>:61000</c> for all interfaces, <c>localhost:61000</c>,
/// <c>unix:/run/commands.sock</c>.
/// </summary>
internal static class ListenAddress
{
    private const string UnixPrefix = "unix:";
    private const string Expected = "write an address and a port, such as [::]:61000 or 127.0.0.1:61000, or unix: and a path";

    public static EndPoint Parse(string text) =>
        TryParse(text, out EndPoint? endPoint, out string? problem) ? endPoint : throw new FormatException($"{text}: {problem}");

    public static bool TryParse(string text, [NotNullWhen(true)] out EndPoint? endPoint, [NotNullWhen(false)] out string? problem)
    {
        endPoint = null;
        problem = Expected;
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            endPoint = TryUnix(text[UnixPrefix.Length..], out problem);
            return endPoint is not null;
        }

        int colon = text.LastIndexOf(':');
        if (colon < 0 || !TryHost(text[..colon], out IPAddress? address))
            return false;
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            problem = "the port is no number from 0 to 65535";
            return false;
        }

        problem = null;
        endPoint = new IPEndPoint(address, port);
        return true;
    }

    /// <summary>The text of an end point.</summary>
    /// <exception cref="ArgumentException">It is neither an address and port nor a Unix domain socket.</exception>
    public static string Format(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint => endPoint.ToString()!,
        UnixDomainSocketEndPoint => UnixPrefix + endPoint,
        _ => throw new ArgumentException($"{endPoint} is neither an IP end point nor a Unix domain socket.", nameof(endPoint)),
    };

    private static UnixDomainSocketEndPoint? TryUnix(string path, out string problem)
    {
        problem = path.Length == 0 ? "the path is missing" : "the path is too long";
        try
        {
            return path.Length == 0 ? null : new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentOutOfRangeException)
        {
            // How long it may be is the system's to say.
            return null;
        }
    }

    private static bool TryHost(string host, [NotNullWhen(true)] out IPAddress? address)
    {
        address = host switch
        {
            "" or "*" => IPAddress.IPv6Any,
            "localhost" => IPAddress.Loopback,
            ['[', .. var inner, ']'] => IPAddress.TryParse(inner, out IPAddress? six) ? six : null,
            _ => host.AsSpan().Count('.') == 3 && IPAddress.TryParse(host, out IPAddress? four) ? four : null,
        };
        return address is not null;
    }
}
