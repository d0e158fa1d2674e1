using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gobwire.Transport;

namespace Gobwire.Commands;

/// <summary>
/// What a handler and a client see of a connection: lines and gobs, in and out, and deadlines. Not for several threads at a time, not even one
/// that reads and one that writes, for a read flushes; but deadlines may be set on any.
/// </summary>
/// <remarks>
/// What is written is flushed when it has to be: by <see cref="FlushAsync"/>, before a read has to wait, when 64 KiB have gathered, and
/// at the connection's end. So replies to commands that came in one piece leave in one piece.
/// </remarks>
public sealed partial class CommandConnection
{
    private readonly TransportConnection _transport;
    private readonly GobOptions _gob;
    private readonly int _maxLineLength;
    private GobDecoder? _decoder;

    internal CommandConnection(TransportConnection transport, GobOptions gob, int maxLineLength, TimeSpan readTimeout, TransportRate? rate)
    {
        _transport = transport;
        _gob = gob;
        _maxLineLength = maxLineLength;
        ReadTimeout = readTimeout;
        MinDataRate = rate;
        transport.FlushBeforeRead = true;
    }

    /// <summary>The peer's end point; null where the transport has none.</summary>
    public EndPoint? RemoteEndPoint => _transport.RemoteEndPoint;

    /// <summary>The local end point; null where the transport has none.</summary>
    public EndPoint? LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>The peer as text, such as <c>127.0.0.1:50312</c>.</summary>
    public string Peer => field ??= _transport.ToString();

    /// <summary>The certificate with which the peer has proved who it is; null where TLS was not used, or none was asked for.</summary>
    public X509Certificate2? PeerCertificate => _transport.PeerCertificate;

    /// <summary>Fires when the connection is lost. A peer that only stopped sending does not fire it: it may wait for a reply.</summary>
    public CancellationToken Aborted => _transport.Aborted;

    /// <summary>The raw input, for payloads that are neither lines nor gobs. Its reads throw <see cref="IOException"/> and <see cref="TimeoutException"/>.</summary>
    public PipeReader Input => _transport.Input;

    /// <summary>The raw output, for replies that are neither lines nor gobs.</summary>
    public PipeWriter Output => _transport.Output;

    /// <summary>How long each line or gob may take to arrive, counted from when its read has to wait.</summary>
    public TimeSpan ReadTimeout { get; set; }

    /// <summary>The least rate at which each line or gob must arrive once it has begun to; null for any.</summary>
    public TransportRate? MinDataRate { get; set; }

    /// <summary>
    /// How long a handler may work on end without reading or flushing, now and on this connection from now on; a handler that is to take
    /// longer sets it. No use to a client.
    /// </summary>
    public TimeSpan HandlerTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long each flush may take.</summary>
    public TimeSpan WriteTimeout
    {
        get => _transport.FlushTimeout;
        set => _transport.FlushTimeout = value;
    }

    internal TransportConnection Transport => _transport;

    /// <summary>How many bytes of output were handed to the transport; how many of them the peer has, nobody knows.</summary>
    internal long SentBytes => _transport.WrittenBytes - _transport.Output.UnflushedBytes;

    /// <summary>Whether a last line needs no line feed, as where a message's end ends it.</summary>
    internal bool EndOfInputEndsLine { get; init; }

    /// <summary>Sets the point in time at which reads and flushes end, now waiting or to come; null for none (Go: <c>SetDeadline</c>).</summary>
    /// <param name="at">The point in time. It stays until it is set again.</param>
    public void SetDeadline(DateTimeOffset? at)
    {
        SetReadDeadline(at);
        SetWriteDeadline(at);
    }

    /// <summary>Sets the point in time at which reads end, now waiting or to come; null for none (Go: <c>SetReadDeadline</c>).</summary>
    /// <param name="at">The point in time. It stays until it is set again; after it, reading can go on with another.</param>
    public void SetReadDeadline(DateTimeOffset? at) => _transport.SetReadDeadline(at);

    /// <summary>Sets the point in time at which flushes end, now waiting or to come; null for none (Go: <c>SetWriteDeadline</c>).</summary>
    /// <param name="at">The point in time. A flush it ends loses the connection: part of it may be sent.</param>
    public void SetWriteDeadline(DateTimeOffset? at) => _transport.SetWriteDeadline(at);

    /// <summary>Ends the connection at once; the peer sees a reset.</summary>
    /// <param name="reason">Why, for the log.</param>
    public void Abort(string reason) => _transport.Abort(reason);

    private CommandException Failed(string doing, Exception error) => error switch
    {
        TransportRateException => new CommandException(CommandErrorKind.TooSlow, $"{doing}: {error.Message}", error),
        // A read fails by the output too: it flushes before it waits.
        TimeoutException => new CommandException(CommandErrorKind.Timeout, $"{doing}: {(_transport.IsAborted ? error.Message : "timed out")}", error),
        _ => new CommandException(CommandErrorKind.ConnectionLost, $"{doing}: {error.Message}", error),
    };
}
