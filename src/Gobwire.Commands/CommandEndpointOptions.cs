using Gobwire.Transport;

namespace Gobwire.Commands;

/// <summary>Limits and timeouts of an endpoint. The defaults are made for peers one does not know.</summary>
public sealed record CommandEndpointOptions
{
    /// <summary>The port of the article that described the protocol.</summary>
    public const int DefaultPort = 61000;

    /// <summary>How gobs are read and written. Default: those of <see cref="GobOptions.Default"/> with messages of at most 1 MiB.</summary>
    public GobOptions Gob { get; init; } = CommandDefaults.Gob;

    /// <summary>The longest command name, in bytes. Default 4,096.</summary>
    public int MaxNameLength { get; init; } = CommandDefaults.MaxLineLength;

    /// <summary>The longest line a handler reads, in bytes. Default 4,096.</summary>
    public int MaxLineLength { get; init; } = CommandDefaults.MaxLineLength;

    /// <summary>How many connections are held at a time. Default 1,024.</summary>
    public int MaxConnections { get; init; } = 1_024;

    /// <summary>How many connections one IPv4 address, or one /64 of IPv6 addresses, may hold at a time. Default 64.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 64;

    /// <summary>
    /// How many commands a second one connection may send, and how many at once after a pause; more of them close it. Default null: as many as
    /// it likes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? MaxCommandsPerSecond
    {
        get;
        init
        {
            if (value is { } rate)
                ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1, nameof(MaxCommandsPerSecond));
            field = value;
        }
    }

    /// <summary>How long a new connection may take to send its first command's name. Default 10 s.</summary>
    public TimeSpan FirstCommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long each line or gob that a handler reads may take to arrive. Default 30 s.</summary>
    public TimeSpan PayloadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The least rate at which each line or gob that a handler reads must arrive, once it has begun to. Default 240 bytes a second after 5 s;
    /// null for any.
    /// </summary>
    public TransportRate? MinDataRate { get; init; } = TransportRate.Default;

    /// <summary>
    /// How long a handler may work on end, neither reading from its peer nor flushing to it; then its token fires, and the connection is closed
    /// when it returns, or aborted if it does not within a second. Default 30 s; infinite for handlers that may take any time.
    /// </summary>
    public TimeSpan HandlerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many bytes a handler may write without a flush; more abort the connection. What handlers write as lines and gobs is flushed by and by,
    /// so that it is one gob, or a handler's own use of <see cref="CommandConnection.Output"/>, that can get there. Default 64 MiB.
    /// </summary>
    public long MaxUnflushedBytes { get; init; } = CommandDefaults.MaxUnflushedBytes;

    /// <summary>How long each flush may take, with a peer that takes less than <see cref="MinWriteRate"/>: one that does not read is let go. Default 10 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many bytes a second a peer must take, on average over <see cref="WriteTimeout"/>, for a flush to have as long again: a large reply may take
    /// its time with a peer that reads slowly, none with a peer that does not read. Default 240, as in Kestrel; null ends each flush at the timeout.
    /// </summary>
    /// <remarks>
    /// It takes a transport that can tell: sockets can, Kestrel's ports on Linux, in-memory pairs cannot. Systems acknowledge in steps of a packet or
    /// more: a peer that takes less than a step within the timeout counts as one that does not read.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? MinWriteRate
    {
        get;
        init
        {
            if (value is { } rate)
                ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1, nameof(MinWriteRate));
            field = value;
        }
    } = 240;

    /// <summary>How long a connection may wait between commands. Default 130 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>How long commands already begun may take when the endpoint stops; then their connections are aborted. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection being closed waits for its peer's end, so that the last reply arrives. Default 2 s.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many connections may wait to be accepted. Default 512.</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>How long a connection is silent before TCP probes it. Default 15 s, as in Go; infinite for no probes.</summary>
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

    /// <summary>How connections are secured with TLS; null for plain ones.</summary>
    public TlsServerOptions? Tls { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What these options say of accepted connections, for who accepts them: a listener, or another server.</summary>
    /// <returns>The options.</returns>
    public TransportListenerOptions ToListenerOptions() =>
        new() { Backlog = Backlog, KeepAlive = KeepAlive, SendBufferSize = SendBufferSize, TimeProvider = TimeProvider };

    internal TransportServerOptions ToServerOptions() => new()
    {
        MaxConnections = MaxConnections,
        MaxConnectionsPerAddress = MaxConnectionsPerAddress,
        DrainTimeout = DrainTimeout,
        Tls = Tls,
        TimeProvider = TimeProvider,
    };
}
