using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>An address as people write it: <c>localhost:61000</c>, <c>10.0.0.1:61000</c>, <c>[::1]:61000</c>, <c>unix:/run/commands.sock</c>.</summary>
public sealed class TransportAddress
{
    private const string UnixPrefix = "unix:";

    /// <summary>Of a name in the domain name system (RFC 1035, 2.3.4).</summary>
    private const int MaxHostLength = 255;

    private readonly string? _host;
    private readonly EndPoint? _endPoint;
    private readonly int _port;

    private TransportAddress(string? host, int port, EndPoint? endPoint)
    {
        _host = host;
        _port = port;
        _endPoint = endPoint;
    }

    /// <summary>The host's name, or its address as text; empty for a Unix domain socket.</summary>
    public string Host => _host ?? (_endPoint as IPEndPoint)?.Address.ToString() ?? "";

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text. An empty host means this machine, as in Go.</param>
    /// <param name="defaultPort">The port where the text has none; null if it must have one.</param>
    /// <exception cref="FormatException">The text is no address.</exception>
    public static TransportAddress Parse(string text, int? defaultPort = null) =>
        TryParse(text, defaultPort, out TransportAddress? address, out string? problem)
            ? address
            : throw new FormatException($"address {text}: {problem}");

    /// <summary>The end points of the address, names resolved.</summary>
    /// <param name="cancellationToken">Gives up the resolution.</param>
    /// <exception cref="SocketException">The name is not known.</exception>
    public async ValueTask<IReadOnlyList<EndPoint>> ResolveAsync(CancellationToken cancellationToken)
    {
        if (_endPoint is not null)
            return [_endPoint];
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(_host!, cancellationToken).ConfigureAwait(false);
        return addresses.Length > 0
            ? Array.ConvertAll(addresses, a => new IPEndPoint(a, _port))
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        _host is not null ? string.Create(CultureInfo.InvariantCulture, $"{_host}:{_port}") : PeerName.Of(_endPoint);

    private static bool TryParse(
        string text, int? defaultPort, [NotNullWhen(true)] out TransportAddress? address, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        problem = null;
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal) && text.Length > UnixPrefix.Length)
        {
            address = TryUnix(text[UnixPrefix.Length..]);
            problem = address is null ? "the path is too long" : null;
        }
        else if (!TrySplit(text, out string host, out string? portText))
            problem = "too many colons, or a bracket amiss";
        else if (portText is null && defaultPort is null)
            problem = "missing port";
        else if (!TryPort(portText, defaultPort, out int port))
            problem = "invalid port";
        else if (host.Length > MaxHostLength)
            problem = "the host's name is too long";
        else
            address = Create(host, port);
        return address is not null;
    }

    private static TransportAddress? TryUnix(string path)
    {
        try
        {
            return new TransportAddress(null, 0, new UnixDomainSocketEndPoint(path));
        }
        catch (ArgumentOutOfRangeException)
        {
            // How long it may be is the system's to say.
            return null;
        }
    }

    private static TransportAddress Create(string host, int port)
    {
        if (host.Length == 0)
            return new TransportAddress("localhost", port, null);
        return IPAddress.TryParse(host, out IPAddress? ip)
            ? new TransportAddress(null, port, new IPEndPoint(ip, port))
            : new TransportAddress(host, port, null);
    }

    private static bool TryPort(string? text, int? defaultPort, out int port)
    {
        port = defaultPort ?? 0;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort);
    }

    private static bool TrySplit(string text, out string host, out string? port)
    {
        host = text;
        port = null;
        if (text.StartsWith('['))
        {
            int end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || (end + 1 < text.Length && text[end + 1] != ':'))
                return false;
            host = text[1..end];
            port = end + 1 < text.Length ? text[(end + 2)..] : null;
            return true;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return true;
        // Only an IPv6 address has more colons, and without brackets it has no port.
        if (text.LastIndexOf(':') != colon)
            return IPAddress.TryParse(text, out _);
        host = text[..colon];
        port = text[(colon + 1)..];
        return true;
    }
}
