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

    /// <summary>How many connections one address may hold at a time. Default 64.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 64;

    /// <summary>How long a connection without calls may wait for the next one. Default infinite: Go's clients keep theirs, and do not dial anew.</summary>
    public TimeSpan IdleTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a request may take to arrive, from its first byte. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The least rate at which a request must arrive, once it has begun to. Default 240 bytes a second after 5 s; null for any.</summary>
    public TransportRate? MinDataRate { get; init; } = TransportRate.Default;

    /// <summary>How long the HTTP request before the protocol may take to arrive. Default 10 s.</summary>
    public TimeSpan HttpTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long each flush may take: a peer that does not read is let go. Default 10 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long calls already begun may take when the server stops; then their connections are aborted. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection being closed waits for its peer's end, so that the last reply arrives. Default 1 s.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many connections may wait to be accepted. Default 512.</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>How long a connection is silent before TCP probes it. Default 15 s, as in Go; infinite for no probes.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How connections are secured with TLS; null for plain ones. Go's clients make their own with <c>tls.Dial</c> and <c>rpc.NewClient</c>.</summary>
    public TlsServerOptions? Tls { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal TransportListenerOptions ToListenerOptions() =>
        new() { Backlog = Backlog, KeepAlive = KeepAlive, TimeProvider = TimeProvider };

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
