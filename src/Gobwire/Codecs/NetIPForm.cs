using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gobwire.Codecs;

/// <summary>The bytes of a netip.Addr: none, 4 or 16, then an IPv6 zone's text (Go: <c>Addr.MarshalBinary</c>).</summary>
internal static class NetIPForm
{
    /// <summary>Room for an address and the zone's number.</summary>
    public const int MaxLength = LengthOfIPv6 + 10;

    private const int LengthOfIPv4 = 4;
    private const int LengthOfIPv6 = 16;

    /// <summary>Writes an address; null is Go's zero Addr, without bytes.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Write(IPAddress? address, Span<byte> destination, bool withZone = true)
    {
        if (address is null)
            return 0;
        address.TryWriteBytes(destination, out int count);
        if (!withZone || count == LengthOfIPv4 || address.ScopeId == 0)
            return count;
        address.ScopeId.TryFormat(destination[count..], out int zone, default, CultureInfo.InvariantCulture);
        return count + zone;
    }

    /// <summary>Reads an address; no bytes are null.</summary>
    /// <returns>Null, or why these bytes are no such address.</returns>
    public static string? TryParse(ReadOnlySpan<byte> bytes, out IPAddress? address)
    {
        address = null;
        if (bytes.IsEmpty)
            return null;
        if (bytes.Length is not LengthOfIPv4 and < LengthOfIPv6)
            return $"an address of {bytes.Length} bytes";
        if (bytes.Length <= LengthOfIPv6)
        {
            address = new IPAddress(bytes);
            return null;
        }

        ReadOnlySpan<byte> zone = bytes[LengthOfIPv6..];
        if (!uint.TryParse(zone, NumberStyles.None, CultureInfo.InvariantCulture, out uint scope))
            return $"the zone \"{Encoding.UTF8.GetString(zone)}\" is not a number, as .NET's scope ids are";
        address = new IPAddress(bytes[..LengthOfIPv6], scope);
        return null;
    }

    /// <summary>Reads a net.IP, where an IPv4 address may have the length of an IPv6 one.</summary>
    /// <returns>Null, or why these bytes are no such address.</returns>
    public static string? TryParseNetIP(ReadOnlySpan<byte> bytes, out IPAddress? address)
    {
        address = null;
        if (bytes.Length is not 0 and not LengthOfIPv4 and not LengthOfIPv6)
            return $"a net.IP of {bytes.Length} bytes";
        string? problem = TryParse(bytes, out address);
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return problem;
    }
}
