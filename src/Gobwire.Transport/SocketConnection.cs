using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Transport;

/// <summary>A connection over a socket: TCP or a Unix domain socket, plain or with TLS.</summary>
internal sealed class SocketConnection : TransportConnection
{
    /// <summary>Keeps the pipe from writing to the closed socket what was never flushed.</summary>
    private static readonly IOException Discarded = new("the connection is closed");

    private readonly Socket _socket;
    private readonly Stream _stream;
    private int _isWatching;

    public SocketConnection(Socket socket, TimeProvider? timeProvider)
        : this(socket, new NetworkStream(socket, ownsSocket: false), timeProvider)
    {
    }

    /// <summary>Makes a connection over a stream on the socket, which for TLS is not the socket's own.</summary>
    public SocketConnection(Socket socket, Stream stream, TimeProvider? timeProvider)
        : base(CreatePipe(stream), timeProvider)
    {
        _socket = socket;
        _stream = stream;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        PeerCertificate = (stream as SslStream)?.RemoteCertificate as X509Certificate2;
    }

    public Socket Socket => _socket;

    public override X509Certificate2? PeerCertificate { get; }

    public override EndPoint? LocalEndPoint { get; }

    public override EndPoint? RemoteEndPoint { get; }

    protected override void WatchTransport()
    {
        if (Interlocked.Exchange(ref _isWatching, 1) == 0)
            _ = WatchAsync();
    }

    protected override async ValueTask ShutdownOutputAsync()
    {
        try
        {
            // TLS says its own goodbye, without which the peer cannot tell an end from a cut.
            if (_stream is SslStream tls)
                await tls.ShutdownAsync().ConfigureAwait(false);
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (IsTransportFailure(error))
        {
            throw Fail(error);
        }
    }

    protected override void AbortTransport(Exception reason)
    {
        try
        {
            // A reset instead of an orderly end: the peer must not take half a reply for a whole one.
            if (_socket.ProtocolType == ProtocolType.Tcp)
                _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }

        _socket.Dispose();
    }

    protected override ValueTask ReleaseAsync()
    {
        _socket.Dispose();
        // Buffers go back to their pool, unless someone still reads into one.
        if (!IsReading)
            Input.Complete();
        Output.Complete(Discarded);
        return ValueTask.CompletedTask;
    }

    private static DuplexPipe CreatePipe(Stream stream)
    {
        // Zero-byte reads hold no buffer while a connection is idle.
        return new DuplexPipe(
            PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true, leaveOpen: true)),
            PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
    }

    private async Task WatchAsync()
    {
        try
        {
            // Completes when there is something to read: bytes or an end, which say nothing, or the transport's failure.
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            if (!IsClosed)
                Fail(error);
        }
        finally
        {
            Volatile.Write(ref _isWatching, 0);
        }
    }
}
