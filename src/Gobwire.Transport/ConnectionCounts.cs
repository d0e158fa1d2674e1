using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>Counts connections, in all and of each address; an IPv6 one stands for its /64, which is one customer's at least.</summary>
internal sealed class ConnectionCounts(int max, int maxPerAddress)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Network, int> _byAddress = [];
    private int _count;

    /// <summary>How many are counted now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts a connection in, unless a limit is reached.</summary>
    /// <returns>Null, or the limit that refuses it.</returns>
    public ConnectionRefusal? TryEnter(EndPoint? peer)
    {
        lock (_lock)
        {
            if (_count >= max)
                return new(Telemetry.MaxConnections, $"{max} connections are held already");
            if (AddressOf(peer) is { } address)
            {
                int held = _byAddress.GetValueOrDefault(address);
                if (held >= maxPerAddress)
                {
                    string whose = address.Family == AddressFamily.InterNetworkV6 ? "address's /64" : "address";
                    return new(Telemetry.MaxConnectionsPerAddress, $"{maxPerAddress} connections of this {whose} are held already");
                }


                _byAddress[address] = held + 1;
            }

            _count++;
            return null;
        }
    }

    public void Leave(EndPoint? peer)
    {
        lock (_lock)
        {
            _count--;
            if (AddressOf(peer) is not { } address)
                return;
            if (--_byAddress[address] == 0)
                _byAddress.Remove(address);
        }
    }

    private static Network? AddressOf(EndPoint? peer)
    {
        if (peer is not IPEndPoint { Address: var address })
            return null;
        // The same peer, whichever listener it came by.
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        // All of IPv4 stands in the one /64 of a translator.
        if (length == 16 && bytes.StartsWith(TranslatedPrefix))
            return new Network(AddressFamily.InterNetwork, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
        return new Network(address.AddressFamily, length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>64:ff9b::/96, under which translators show IPv4 addresses (RFC 6052, 2.1).</summary>
    private static ReadOnlySpan<byte> TranslatedPrefix => [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What counts as one address.</summary>
    /// <param name="Family">IPv4 or IPv6.</param>
    /// <param name="Prefix">The whole of an IPv4 address, the first half of an IPv6 one.</param>
    private readonly record struct Network(AddressFamily Family, ulong Prefix);
}
