using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using Gobwire.Rpc.Codecs;
using Gobwire.Rpc.Json;
using Gobwire.Transport;

namespace Gobwire.Rpc;

/// <summary>How a client dials and calls, and its limits.</summary>
public sealed record RpcClientOptions
{
    /// <summary>What calls look like on the wire. Default <see cref="RpcProtocol.Gob"/>.</summary>
    public RpcProtocol Protocol { get; init; }

    /// <summary>How gobs are read and written. Default <see cref="GobOptions.Default"/>, with messages of at most 64 MiB.</summary>
    public GobOptions Gob { get; init; } = GobOptions.Default;

    /// <summary>
    /// Where JSON-RPC finds its types: give it a <see cref="JsonSerializerOptions.TypeInfoResolver"/>, such as a source-generated context.
    /// Not needed for numbers, strings, booleans and <see cref="JsonElement"/>.
    /// </summary>
    public JsonSerializerOptions? Json { get; init; }

    /// <summary>How long each call may take, from its begin to its reply. Default infinite, as in Go.</summary>
    public TimeSpan CallTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long dialing may take in all, the HTTP exchange included. Default 10 s.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long each flush may take: with a server that does not read, the connection is let go. Default infinite, as in Go.</summary>
    public TimeSpan WriteTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The least rate at which a reply must arrive, once it has begun to; slower, the connection is let go. Null, the default, for any, as in Go.</summary>
    public TransportRate? MinDataRate { get; init; }

    /// <summary>How many bytes of requests may wait to be sent before further calls wait too. Default 1 MiB.</summary>
    public int MaxQueuedBytes { get; init; } = RpcDefaults.MaxQueuedBytes;

    /// <summary>
    /// How the client dials anew when its connection is lost, the first time at once; null, the default, for not at all, as in Go. Calls under way
    /// fail then, and are never sent again.
    /// </summary>
    public TransportBackoff? Reconnect { get; init; }

    /// <summary>How long the connection is silent before TCP probes it. Default 15 s, as in Go; infinite for no probes.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How many bytes that the server does not read the system may hold for each connection (SO_SNDBUF; Linux takes double, for its own needs, and no more than
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

    /// <summary>How the connection is secured with TLS; null for a plain one.</summary>
    public TlsClientOptions? Tls { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal TransportDialOptions ToDialOptions() => new()
    {
        Timeout = DialTimeout,
        KeepAlive = KeepAlive,
        SendBufferSize = SendBufferSize,
        LocalEndPoint = LocalEndPoint,
        Tls = Tls,
        TimeProvider = TimeProvider,
    };

    internal ClientCodec CreateCodec(PipeReader input, IBufferWriter<byte> output) => Protocol switch
    {
        RpcProtocol.Gob => new GobClientCodec(input, output, Gob),
        _ => new JsonClientCodec(input, output, new JsonTypes(Json), Gob.MaxMessageSize),
    };
}
