using Gobwire.Commands;
using Gobwire.Transport;

namespace Gobwire.Hosting;

/// <summary>Where a pool of clients sends commands to, its limits and its timeouts, as configuration has them. The defaults are those of <see cref="CommandClientPoolOptions"/>.</summary>
public sealed class CommandClientHostOptions
{
    private static readonly CommandClientPoolOptions Defaults = new();

    /// <summary>The endpoint's address: <c>orders.example:61000</c>, <c>10.0.0.1:61000</c>, <c>[::1]:61000</c>, <c>unix:/run/commands.sock</c>.</summary>
    public string Address { get; set; } = "";

    /// <summary>How many connections there are at most. Default 16.</summary>
    public int MaxConnections { get; set; } = Defaults.MaxConnections;

    /// <summary>How long a connection is kept that no command uses. Default 60 s.</summary>
    public TimeSpan IdleTimeout { get; set; } = Defaults.IdleTimeout;

    /// <summary>How long each command may take in all. Default 30 s.</summary>
    public TimeSpan CommandTimeout { get; set; } = Defaults.CommandTimeout;

    /// <summary>How long a command may wait for a connection to come free, or for the next attempt at dialing. Default 10 s.</summary>
    public TimeSpan ConnectionTimeout { get; set; } = Defaults.ConnectionTimeout;

    /// <summary>How many times an idempotent command is sent again whose reply was lost. Default 2.</summary>
    public int MaxResends { get; set; } = Defaults.MaxResends;

    /// <summary>How long commands under way may take when the host has stopped. Default 5 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = Defaults.DrainTimeout;

    /// <summary>How long dialing may take in all. Default 10 s.</summary>
    public TimeSpan DialTimeout { get; set; } = Defaults.Client.DialTimeout;

    /// <summary>The waits between attempts at dialing that fail.</summary>
    public GobBackoff Backoff { get; } = new();

    /// <summary>How long a connection is silent before TCP probes it. Default 15 s.</summary>
    public TimeSpan KeepAlive { get; set; } = Defaults.Client.KeepAlive;

    /// <summary>How many bytes that the endpoint does not read the system may hold for each connection (SO_SNDBUF). Default null: the system decides.</summary>
    public int? SendBufferSize { get; set; } = Defaults.Client.SendBufferSize;

    /// <summary>Whether small packets are sent at once (TCP_NODELAY). Default true.</summary>
    public bool NoDelay { get; set; } = Defaults.Client.NoDelay;

    /// <summary>How long each line or gob may take to arrive. Default infinite: within <see cref="CommandTimeout"/>.</summary>
    public TimeSpan ReadTimeout { get; set; } = Defaults.Client.ReadTimeout;

    /// <summary>How long each flush may take. Default infinite: within <see cref="CommandTimeout"/>.</summary>
    public TimeSpan WriteTimeout { get; set; } = Defaults.Client.WriteTimeout;

    /// <summary>The least rate at which each line or gob must arrive, once it has begun to. Default any.</summary>
    public GobRateLimit MinDataRate { get; } = new() { BytesPerSecond = 0 };

    /// <summary>How many bytes may be written without a flush. Default 64 MiB.</summary>
    public long MaxUnflushedBytes { get; set; } = Defaults.Client.MaxUnflushedBytes;

    /// <summary>The longest line to read, in bytes. Default 4,096.</summary>
    public int MaxLineLength { get; set; } = Defaults.Client.MaxLineLength;

    /// <summary>The limits of gobs.</summary>
    public GobLimits Gob { get; } = new() { MaxMessageSize = Defaults.Client.Gob.MaxMessageSize };

    /// <summary>How connections are secured with TLS; null for plain ones.</summary>
    public GobClientTlsOptions? Tls { get; set; }

    /// <summary>What the pool's own options come to, but for the certificates, which <paramref name="tls"/> has.</summary>
    internal CommandClientPoolOptions ToPoolOptions(TlsClientOptions? tls, TimeProvider time) => new()
    {
        Client = ToClientOptions(tls, time),
        MaxConnections = MaxConnections,
        IdleTimeout = IdleTimeout,
        CommandTimeout = CommandTimeout,
        ConnectionTimeout = ConnectionTimeout,
        Backoff = Backoff.ToBackoff(),
        MaxResends = MaxResends,
        DrainTimeout = DrainTimeout,
        TimeProvider = time,
    };

    internal void Check(OptionProblems problems)
    {
        problems.IsAddress(nameof(Address), Address);
        problems.InRange(nameof(MaxConnections), MaxConnections, 1, int.MaxValue);
        problems.IsTimeout(nameof(IdleTimeout), IdleTimeout);
        problems.IsTimeout(nameof(CommandTimeout), CommandTimeout);
        if (ConnectionTimeout != Timeout.InfiniteTimeSpan)
            problems.IsWait(nameof(ConnectionTimeout), ConnectionTimeout);
        problems.InRange(nameof(MaxResends), MaxResends, 0, int.MaxValue);
        problems.IsWait(nameof(DrainTimeout), DrainTimeout);
        problems.IsTimeout(nameof(DialTimeout), DialTimeout);
        problems.IsTimeout(nameof(KeepAlive), KeepAlive);
        problems.InRange(nameof(SendBufferSize), SendBufferSize ?? 1, 1, int.MaxValue);
        problems.IsTimeout(nameof(ReadTimeout), ReadTimeout);
        problems.IsTimeout(nameof(WriteTimeout), WriteTimeout);
        problems.InRange(nameof(MaxUnflushedBytes), MaxUnflushedBytes, 1, long.MaxValue);
        problems.InRange(nameof(MaxLineLength), MaxLineLength, 1, int.MaxValue);
        problems.Group(nameof(Backoff), Backoff.Check);
        problems.Group(nameof(MinDataRate), MinDataRate.Check);
        problems.Group(nameof(Gob), Gob.Check);
        if (Tls is not null)
            problems.Group(nameof(Tls), Tls.Check);
    }

    private CommandClientOptions ToClientOptions(TlsClientOptions? tls, TimeProvider time) => new()
    {
        Gob = Gob.ApplyTo(Defaults.Client.Gob),
        DialTimeout = DialTimeout,
        KeepAlive = KeepAlive,
        SendBufferSize = SendBufferSize,
        NoDelay = NoDelay,
        Tls = tls,
        ReadTimeout = ReadTimeout,
        WriteTimeout = WriteTimeout,
        MinDataRate = MinDataRate.ToRate(),
        MaxUnflushedBytes = MaxUnflushedBytes,
        MaxLineLength = MaxLineLength,
        TimeProvider = time,
    };
}
