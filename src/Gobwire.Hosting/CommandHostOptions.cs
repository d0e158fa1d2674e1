using Gobwire.Commands;
using Gobwire.Transport;

namespace Gobwire.Hosting;

/// <summary>Where a hosted endpoint listens, its limits and its timeouts, as configuration has them. The defaults are those of <see cref="CommandEndpointOptions"/>.</summary>
public sealed partial class CommandHostOptions
{
    private static readonly CommandEndpointOptions Defaults = new();

    /// <summary>
    /// Where to listen: <c>[::]:61000</c>, <c>127.0.0.1:0</c>, <c>*:61000</c> for all interfaces, <c>unix:/run/commands.sock</c>; several if need be.
    /// </summary>
    public IList<string> Listen { get; } = [];

    /// <summary>The longest command name, in bytes. Default 4,096.</summary>
    public int MaxNameLength { get; set; } = Defaults.MaxNameLength;

    /// <summary>The longest line a handler reads, in bytes. Default 4,096.</summary>
    public int MaxLineLength { get; set; } = Defaults.MaxLineLength;

    /// <summary>How many connections are held at a time. Default 1,024.</summary>
    public int MaxConnections { get; set; } = Defaults.MaxConnections;

    /// <summary>How many connections one IPv4 address, or one /64 of IPv6 addresses, may hold at a time. Default 64.</summary>
    public int MaxConnectionsPerAddress { get; set; } = Defaults.MaxConnectionsPerAddress;

    /// <summary>How many commands a second one connection may send. Default null: as many as it likes.</summary>
    public int? MaxCommandsPerSecond { get; set; } = Defaults.MaxCommandsPerSecond;

    /// <summary>How long a new connection may take to send its first command's name. Default 10 s.</summary>
    public TimeSpan FirstCommandTimeout { get; set; } = Defaults.FirstCommandTimeout;

    /// <summary>How long each line or gob that a handler reads may take to arrive. Default 30 s.</summary>
    public TimeSpan PayloadTimeout { get; set; } = Defaults.PayloadTimeout;

    /// <summary>The least rate at which each line or gob that a handler reads must arrive, once it has begun to.</summary>
    public GobRateLimit MinDataRate { get; } = new();

    /// <summary>How long a handler may work on end, neither reading from its peer nor flushing to it. Default 30 s.</summary>
    public TimeSpan HandlerTimeout { get; set; } = Defaults.HandlerTimeout;

    /// <summary>How many bytes a handler may write without a flush. Default 64 MiB.</summary>
    public long MaxUnflushedBytes { get; set; } = Defaults.MaxUnflushedBytes;

    /// <summary>How long each flush may take. Default 10 s.</summary>
    public TimeSpan WriteTimeout { get; set; } = Defaults.WriteTimeout;

    /// <summary>How many bytes a second a peer must take for a flush to have as long again as <see cref="WriteTimeout"/>. Default 240; 0 for no flush.</summary>
    public int MinWriteRate { get; set; } = Defaults.MinWriteRate ?? 0;

    /// <summary>How long a connection may wait between commands. Default 130 s.</summary>
    public TimeSpan IdleTimeout { get; set; } = Defaults.IdleTimeout;

    /// <summary>How long the endpoint goes on after the host began to stop and the health turned bad, before it drains. Default 0.</summary>
    public TimeSpan StopDelay { get; set; }

    /// <summary>How long commands already begun may take when the endpoint stops. Default 30 s. The host's own ShutdownTimeout should be longer.</summary>
    public TimeSpan DrainTimeout { get; set; } = Defaults.DrainTimeout;

    /// <summary>How long a connection being closed waits for its peer's end. Default 2 s.</summary>
    public TimeSpan LingerTimeout { get; set; } = Defaults.LingerTimeout;

    /// <summary>How many connections may wait to be accepted. Default 512.</summary>
    public int Backlog { get; set; } = Defaults.Backlog;

    /// <summary>How long a connection is silent before TCP probes it. Default 15 s.</summary>
    public TimeSpan KeepAlive { get; set; } = Defaults.KeepAlive;

    /// <summary>How many bytes that its peer does not read the system may hold for each connection (SO_SNDBUF). Default null: the system decides.</summary>
    public int? SendBufferSize { get; set; } = Defaults.SendBufferSize;

    /// <summary>The limits of gobs.</summary>
    public GobLimits Gob { get; } = new() { MaxMessageSize = Defaults.Gob.MaxMessageSize };

    /// <summary>How connections are secured with TLS; null for plain ones.</summary>
    public GobTlsOptions? Tls { get; set; }

    /// <summary>What the endpoint's own options come to, but for the certificates, which <paramref name="tls"/> has.</summary>
    internal CommandEndpointOptions ToEndpointOptions(TlsServerOptions? tls, TimeProvider time) => new()
    {
        Gob = Gob.ApplyTo(Defaults.Gob),
        MaxNameLength = MaxNameLength,
        MaxLineLength = MaxLineLength,
        MaxConnections = MaxConnections,
        MaxConnectionsPerAddress = MaxConnectionsPerAddress,
        MaxCommandsPerSecond = MaxCommandsPerSecond,
        FirstCommandTimeout = FirstCommandTimeout,
        PayloadTimeout = PayloadTimeout,
        MinDataRate = MinDataRate.ToRate(),
        HandlerTimeout = HandlerTimeout,
        MaxUnflushedBytes = MaxUnflushedBytes,
        WriteTimeout = WriteTimeout,
        MinWriteRate = MinWriteRate == 0 ? null : MinWriteRate,
        IdleTimeout = IdleTimeout,
        DrainTimeout = DrainTimeout,
        LingerTimeout = LingerTimeout,
        Backlog = Backlog,
        KeepAlive = KeepAlive,
        SendBufferSize = SendBufferSize,
        Tls = tls,
        TimeProvider = time,
    };

    internal void Check(OptionProblems problems)
    {
        problems.AreAddresses(nameof(Listen), Listen);
        problems.InRange(nameof(MaxNameLength), MaxNameLength, 1, int.MaxValue);
        problems.InRange(nameof(MaxLineLength), MaxLineLength, 1, int.MaxValue);
        problems.InRange(nameof(MaxConnections), MaxConnections, 1, int.MaxValue);
        problems.InRange(nameof(MaxConnectionsPerAddress), MaxConnectionsPerAddress, 1, int.MaxValue);
        problems.InRange(nameof(MaxCommandsPerSecond), MaxCommandsPerSecond ?? 1, 1, int.MaxValue);
        problems.InRange(nameof(Backlog), Backlog, 1, int.MaxValue);
        problems.IsTimeout(nameof(FirstCommandTimeout), FirstCommandTimeout);
        problems.IsTimeout(nameof(PayloadTimeout), PayloadTimeout);
        problems.IsTimeout(nameof(HandlerTimeout), HandlerTimeout);
        problems.InRange(nameof(MaxUnflushedBytes), MaxUnflushedBytes, 1, long.MaxValue);
        problems.IsTimeout(nameof(WriteTimeout), WriteTimeout);
        problems.InRange(nameof(MinWriteRate), MinWriteRate, 0, int.MaxValue);
        problems.IsTimeout(nameof(IdleTimeout), IdleTimeout);
        problems.IsTimeout(nameof(DrainTimeout), DrainTimeout);
        problems.IsTimeout(nameof(LingerTimeout), LingerTimeout);
        problems.IsTimeout(nameof(KeepAlive), KeepAlive);
        problems.InRange(nameof(SendBufferSize), SendBufferSize ?? 1, 1, int.MaxValue);
        problems.IsWait(nameof(StopDelay), StopDelay);
        problems.Group(nameof(MinDataRate), MinDataRate.Check);
        problems.Group(nameof(Gob), Gob.Check);
        if (Tls is not null)
            problems.Group(nameof(Tls), Tls.Check);
    }
}
