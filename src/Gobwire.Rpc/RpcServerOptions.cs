using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Gobwire.Rpc.Codecs;
using Gobwire.Rpc.Json;
using Gobwire.Transport;

namespace Gobwire.Rpc;

/// <summary>Limits and timeouts of a server. The defaults are made for peers one does not know.</summary>
public sealed record RpcServerOptions
{
    /// <summary>The text that answers a call whose method failed otherwise than with a <see cref="RpcServerException"/>.</summary>
    public const string InternalError = "internal error";

    /// <summary>What calls look like on the wire. Default <see cref="RpcProtocol.Gob"/>.</summary>
    public RpcProtocol Protocol { get; init; }

    /// <summary>How gobs are read and written. Default <see cref="GobOptions.Default"/>.</summary>
    public GobOptions Gob { get; init; } = GobOptions.Default;

    /// <summary>
    /// Where JSON-RPC finds its types: give it a <see cref="JsonSerializerOptions.TypeInfoResolver"/>, such as a source-generated context.
    /// Not needed for numbers, strings, booleans and <see cref="JsonElement"/>.
    /// </summary>
    public JsonSerializerOptions? Json { get; init; }

    /// <summary>The largest message of a request, in bytes. Default 1 MiB. Replies are bounded by <see cref="GobOptions.MaxMessageSize"/>.</summary>
    public long MaxRequestSize { get; init; } = 1 << 20;

    /// <summary>How many calls of one connection run at a time; while they do, no further request is read. Default 256.</summary>
    public int MaxConcurrentCalls { get; init; } = 256;

    /// <summary>
    /// How many calls a second one connection may make, and how many at once after a pause; more of them close it. Default null: as many as it
    /// likes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? MaxCallsPerSecond
    {
        get;
        init
        {
            if (value is { } rate)
                ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1, nameof(MaxCallsPerSecond));
            field = value;
        }
    }

    /// <summary>
    /// How long a call may take. Then its token fires and its caller is answered with an error; it counts among
    /// <see cref="MaxConcurrentCalls"/> until its method has ended. Default infinite, as in Go.
    /// </summary>
    public TimeSpan CallTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How many bytes of replies may wait to be sent on one connection before its calls wait too. Default 1 MiB.</summary>
    public int MaxQueuedBytes { get; init; } = RpcDefaults.MaxQueuedBytes;

    /// <summary>
    /// Whether the message of any exception goes to the caller. Default false: strangers learn nothing of the inside, they get
    /// <see cref="InternalError"/>, and the log has the exception.
    /// </summary>
    public bool IncludeExceptionMessages { get; init; }

    /// <summary>How many connections are held at a time. Default 1,024.</summary>
    public int MaxConnections { get; init; } = 1_024;

    /// <summary>How many connections one IPv4 address, or one /64 of IPv6 addresses, may hold at a time. Default 64.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 64;

    /// <summary>How long a connection without calls may wait for the next one. Default infinite: Go's clients keep theirs, and do not dial anew.</summary>
    public TimeSpan IdleTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a request may take to arrive, from its first byte. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The least rate at which a request must arrive, once it has begun to. Default 240 bytes a second after 5 s; null for any.</summary>
    public TransportRate? MinDataRate { get; init; } = TransportRate.Default;

    /// <summary>How long the HTTP request before the protocol may take to arrive. Default 10 s.</summary>
    public TimeSpan HttpTimeout { get; init; } = TimeSpan.FromSeconds(10);

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

    /// <summary>How long calls already begun may take when the server stops; then their connections are aborted. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection being closed waits for its peer's end, so that the last reply arrives. Default 1 s.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(1);

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

    /// <summary>How connections are secured with TLS; null for plain ones. Go's clients make their own with <c>tls.Dial</c> and <c>rpc.NewClient</c>.</summary>
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

    internal ServerCodec CreateCodec(PipeReader input, IBufferWriter<byte> output) => Protocol switch
    {
        RpcProtocol.Gob => new GobServerCodec(input, output, Gob, MaxRequestSize),
        _ => new JsonServerCodec(input, output, new JsonTypes(Json), MaxRequestSize),
    };
}
