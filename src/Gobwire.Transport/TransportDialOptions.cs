using System.Net;

namespace Gobwire.Transport;

/// <summary>How a connection is dialed.</summary>
public sealed record TransportDialOptions
{
    /// <summary>How long dialing may take in all, name resolution included. Default 10 s; infinite leaves it to the system.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the connection is silent before the system probes it, and the time between probes. Default 15 s, as Go's <c>net.Dialer</c>;
    /// infinite for no probes.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How many bytes that its peer does not read the system may hold for each connection (SO_SNDBUF; Linux takes double, for its own needs, and no more than
    /// <c>net.core.wmem_max</c>). Default null: the system suits it to each connection, on Linux up to 4 MiB.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? SendBufferSize
    {
        get;
        init
        {
            if (value is { } size)
                ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(SendBufferSize));
            field = value;
        }
    }

    /// <summary>The end point to dial from; null to let the system choose.</summary>
    public IPEndPoint? LocalEndPoint { get; init; }

    /// <summary>Whether small packets are sent at once (TCP_NODELAY). Default true, as in Go.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>How the connection is secured; null for a plain one.</summary>
    public TlsClientOptions? Tls { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
