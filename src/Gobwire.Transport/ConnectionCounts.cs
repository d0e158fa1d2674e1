using System.Net;

namespace Gobwire.Transport;

/// <summary>Counts connections, in all and of each address.</summary>
internal sealed class ConnectionCounts(int max, int maxPerAddress)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
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
                    return new(Telemetry.MaxConnectionsPerAddress, $"{maxPerAddress} connections of this address are held already");
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

    private static IPAddress? AddressOf(EndPoint? peer) => peer switch
    {
        // The same peer, whichever listener it came by.
        IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped => mapped.Address.MapToIPv4(),
        IPEndPoint ip => ip.Address,
        _ => null,
    };
}
