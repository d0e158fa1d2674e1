using System.Net;
using Gobwire.Transport;

namespace Gobwire.Commands;

/// <summary>How a client dials, and its limits.</summary>
public sealed record CommandClientOptions
{
    /// <summary>How gobs are read and written. Default: those of <see cref="GobOptions.Default"/> with messages of at most 1 MiB.</summary>
    public GobOptions Gob { get; init; } = CommandDefaults.Gob;

    /// <summary>How long dialing may take in all. Default 10 s.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the connection is silent before TCP probes it. Default 15 s, as in Go; infinite for no probes.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How many bytes that the endpoint does not read the system may hold for each connection (SO_SNDBUF; Linux takes double, for its own needs, and no more than
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

    /// <summary>How the connection is secured with TLS; null for a plain one.</summary>
    public TlsClientOptions? Tls { get; init; }

    /// <summary>How long each line or gob may take to arrive. Default infinite, as in Go.</summary>
    public TimeSpan ReadTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long each flush may take. Default infinite, as in Go.</summary>
    public TimeSpan WriteTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The least rate at which each line or gob must arrive, once it has begun to. Default null, for any.</summary>
    public TransportRate? MinDataRate { get; init; }

    /// <summary>How many bytes may be written without a flush; more lose the connection. Default 64 MiB.</summary>
    public long MaxUnflushedBytes { get; init; } = CommandDefaults.MaxUnflushedBytes;

    /// <summary>The longest line to read, in bytes. Default 4,096.</summary>
    public int MaxLineLength { get; init; } = CommandDefaults.MaxLineLength;

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal TransportDialOptions ToDialOptions() => new()
    {
        Timeout = DialTimeout,
        KeepAlive = KeepAlive,
        SendBufferSize = SendBufferSize,
        LocalEndPoint = LocalEndPoint,
        NoDelay = NoDelay,
        Tls = Tls,
        TimeProvider = TimeProvider,
    };
}
