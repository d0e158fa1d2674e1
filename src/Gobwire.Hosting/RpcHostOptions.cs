using Gobwire.Rpc;
using Gobwire.Transport;

namespace Gobwire.Hosting;

/// <summary>Where a hosted server of net/rpc listens, its limits and its timeouts, as configuration has them. The defaults are those of <see cref="RpcServerOptions"/>.</summary>
public sealed class RpcHostOptions
{
    private static readonly RpcServerOptions Defaults = new();

    /// <summary>
    /// Where to listen: <c>[::]:1234</c>, <c>127.0.0.1:0</c>, <c>*:1234</c> for all interfaces, <c>unix:/run/arith.sock</c>; several if need be.
    /// </summary>
    public IList<string> Listen { get; } = [];

    /// <summary>Where to listen for net/rpc inside HTTP, as Go's <c>rpc.HandleHTTP</c> has it.</summary>
    public IList<string> ListenHttp { get; } = [];

    /// <summary>The path that is connected to inside HTTP. Default <c>/_goRPC_</c>, as in Go.</summary>
    public string HttpPath { get; set; } = RpcServer.DefaultRpcPath;

    /// <summary>The path of the page of services and call counts inside HTTP. Default <c>/debug/rpc</c>, as in Go.</summary>
    public string DebugPath { get; set; } = RpcServer.DefaultDebugPath;

    /// <summary>What calls look like on the wire: Gob, the default, or JsonRpc.</summary>
    public RpcProtocol Protocol { get; set; } = Defaults.Protocol;

    /// <summary>The largest message of a request, in bytes. Default 1 MiB.</summary>
    public long MaxRequestSize { get; set; } = Defaults.MaxRequestSize;

    /// <summary>How many calls of one connection run at a time. Default 256.</summary>
    public int MaxConcurrentCalls { get; set; } = Defaults.MaxConcurrentCalls;

    /// <summary>How many calls a second one connection may make. Default null: as many as it likes.</summary>
    public int? MaxCallsPerSecond { get; set; } = Defaults.MaxCallsPerSecond;

    /// <summary>How long a call may take before its token fires and its caller is answered with an error. Default infinite.</summary>
    public TimeSpan CallTimeout { get; set; } = Defaults.CallTimeout;

    /// <summary>How many bytes of replies may wait to be sent on one connection before its calls wait too. Default 1 MiB.</summary>
    public int MaxQueuedBytes { get; set; } = Defaults.MaxQueuedBytes;

    /// <summary>Whether the message of any exception goes to the caller. Default false.</summary>
    public bool IncludeExceptionMessages { get; set; } = Defaults.IncludeExceptionMessages;

    /// <summary>How many connections are held at a time. Default 1,024.</summary>
    public int MaxConnections { get; set; } = Defaults.MaxConnections;

    /// <summary>How many connections one IPv4 address, or one /64 of IPv6 addresses, may hold at a time. Default 64.</summary>
    public int MaxConnectionsPerAddress { get; set; } = Defaults.MaxConnectionsPerAddress;

    /// <summary>How long a connection without calls may wait for the next one. Default infinite.</summary>
    public TimeSpan IdleTimeout { get; set; } = Defaults.IdleTimeout;

    /// <summary>How long a request may take to arrive, from its first byte. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = Defaults.RequestTimeout;

    /// <summary>The least rate at which a request must arrive, once it has begun to.</summary>
    public GobRateLimit MinDataRate { get; } = new();

    /// <summary>How long the HTTP request before the protocol may take to arrive. Default 10 s.</summary>
    public TimeSpan HttpTimeout { get; set; } = Defaults.HttpTimeout;

    /// <summary>How long each flush may take. Default 10 s.</summary>
    public TimeSpan WriteTimeout { get; set; } = Defaults.WriteTimeout;

    /// <summary>How many bytes a second a peer must take for a flush to have as long again as <see cref="WriteTimeout"/>. Default 240; 0 for no flush.</summary>
    public int MinWriteRate { get; set; } = Defaults.MinWriteRate ?? 0;

    /// <summary>How long the server goes on after the host began to stop and the health turned bad, before it drains. Default 0.</summary>
    public TimeSpan StopDelay { get; set; }

    /// <summary>How long calls already begun may take when the server stops. Default 30 s. The host's own ShutdownTimeout should be longer.</summary>
    public TimeSpan DrainTimeout { get; set; } = Defaults.DrainTimeout;

    /// <summary>How long a connection being closed waits for its peer's end. Default 1 s.</summary>
    public TimeSpan LingerTimeout { get; set; } = Defaults.LingerTimeout;

    /// <summary>How many connections may wait to be accepted. Default 512.</summary>
    public int Backlog { get; set; } = Defaults.Backlog;

    /// <summary>How long a connection is silent before TCP probes it. Default 15 s.</summary>
    public TimeSpan KeepAlive { get; set; } = Defaults.KeepAlive;

    /// <summary>How many bytes that its peer does not read the system may hold for each connection (SO_SNDBUF). Default null: the system decides.</summary>
    public int? SendBufferSize { get; set; } = Defaults.SendBufferSize;

    /// <summary>The limits of gobs.</summary>
    public GobLimits Gob { get; } = new();

    /// <summary>How connections are secured with TLS; null for plain ones.</summary>
    public GobTlsOptions? Tls { get; set; }

    /// <summary>What the server's own options come to, but for the certificates, which <paramref name="tls"/> has.</summary>
    internal RpcServerOptions ToServerOptions(TlsServerOptions? tls, TimeProvider time) => new()
    {
        Protocol = Protocol,
        Gob = Gob.ApplyTo(Defaults.Gob),
        MaxRequestSize = MaxRequestSize,
        MaxConcurrentCalls = MaxConcurrentCalls,
        MaxCallsPerSecond = MaxCallsPerSecond,
        CallTimeout = CallTimeout,
        MaxQueuedBytes = MaxQueuedBytes,
        IncludeExceptionMessages = IncludeExceptionMessages,
        MaxConnections = MaxConnections,
        MaxConnectionsPerAddress = MaxConnectionsPerAddress,
        IdleTimeout = IdleTimeout,
        RequestTimeout = RequestTimeout,
        MinDataRate = MinDataRate.ToRate(),
        HttpTimeout = HttpTimeout,
        WriteTimeout = WriteTimeout,
        MinWriteRate = MinWriteRate == 0 ? null : MinWriteRate,
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
        problems.AreAddresses(nameof(ListenHttp), ListenHttp);
        problems.IsPath(nameof(HttpPath), HttpPath);
        problems.IsPath(nameof(DebugPath), DebugPath);
        problems.IsDefined(nameof(Protocol), Protocol);
        problems.InRange(nameof(MaxRequestSize), MaxRequestSize, 1, int.MaxValue);
        problems.InRange(nameof(MaxConcurrentCalls), MaxConcurrentCalls, 1, int.MaxValue);
        problems.InRange(nameof(MaxCallsPerSecond), MaxCallsPerSecond ?? 1, 1, int.MaxValue);
        problems.InRange(nameof(MaxQueuedBytes), MaxQueuedBytes, 1, int.MaxValue);
        problems.InRange(nameof(MaxConnections), MaxConnections, 1, int.MaxValue);
        problems.InRange(nameof(MaxConnectionsPerAddress), MaxConnectionsPerAddress, 1, int.MaxValue);
        problems.InRange(nameof(Backlog), Backlog, 1, int.MaxValue);
        problems.IsTimeout(nameof(CallTimeout), CallTimeout);
        problems.IsTimeout(nameof(IdleTimeout), IdleTimeout);
        problems.IsTimeout(nameof(RequestTimeout), RequestTimeout);
        problems.IsTimeout(nameof(HttpTimeout), HttpTimeout);
        problems.IsTimeout(nameof(WriteTimeout), WriteTimeout);
        problems.InRange(nameof(MinWriteRate), MinWriteRate, 0, int.MaxValue);
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
