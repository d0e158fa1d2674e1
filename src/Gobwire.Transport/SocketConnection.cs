using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Transport;

/// <summary>A connection over a socket: TCP or a Unix domain socket, plain or with TLS.</summary>
internal sealed class SocketConnection : TransportConnection
{
    // Zero-byte reads hold no buffer while a connection is idle.
    private static readonly StreamPipeReaderOptions ReaderOptions = new(useZeroByteReads: true, leaveOpen: true);
    private static readonly StreamPipeWriterOptions WriterOptions = new(leaveOpen: true);

    private readonly Socket _socket;
    private readonly SocketStream _socketStream;
    private readonly Stream _stream;

    public SocketConnection(Socket socket, TimeProvider? timeProvider)
        : this(socket, new LookaheadStream(socket), tls: null, timeProvider)
    {
    }

    /// <summary>Makes a connection over a stream on the socket, or TLS over that.</summary>
    public SocketConnection(Socket socket, SocketStream stream, SslStream? tls, TimeProvider? timeProvider)
        : base(CreatePipe((Stream?)tls ?? stream), timeProvider)
    {
        _socket = socket;
        _socketStream = stream;
        _stream = (Stream?)tls ?? stream;
        RemoteEndPoint = socket.RemoteEndPoint;
        PeerCertificate = tls?.RemoteCertificate as X509Certificate2;
    }

    public Socket Socket => _socket;

    public override X509Certificate2? PeerCertificate { get; }

    /// <summary>Looked up when somebody asks, or at the end: idle connections do without.</summary>
    public override EndPoint? LocalEndPoint => field ??= LocalEndPointOf(_socket);

    public override EndPoint? RemoteEndPoint { get; }

    internal override Stream OpenStream() => new TlsSocketStream(_socket);

    /// <summary>The secure connection is the socket's own: nothing lies between.</summary>
    internal override TransportConnection Secure(SslStream tls, Stream stream, TimeProvider time) =>
        new SocketConnection(_socket, (SocketStream)stream, tls, time);

    protected internal override long? CountTakenBytes() => CountAcknowledgedBytes(_socket) ?? _socketStream.Written;

    protected internal override void WatchTransport()
    {
        try
        {
            // Unlike a read, it sees a reset behind input that nobody has read yet, and behind a half-close.
            if (_socket.Poll(0, SelectMode.SelectError))
                Fail(new SocketException((int)SocketError.ConnectionReset));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Fail(error);
        }
    }

    protected override bool MayHaveInput()
    {
        try
        {
            return _stream is LookaheadStream { HasInput: true } || _socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Fail(error);
            return true;
        }
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
        catch (Exception error) when (IsFailure(error, CancellationToken.None))
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

        Release();
    }

    protected override async ValueTask ReleaseAsync()
    {
        // The output pipe is left to itself: it holds buffers only for what was never flushed. TLS has native memory to give up.
        Release();
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private void Release()
    {
        _ = LocalEndPoint;
        _socket.Dispose();
    }

    private static EndPoint? LocalEndPointOf(Socket socket)
    {
        try
        {
            return socket.LocalEndPoint;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Pipes over a stream.</summary>
    public static DuplexPipe CreatePipe(Stream stream) => new(PipeReader.Create(stream, ReaderOptionsFor(stream)), PipeWriter.Create(stream, WriterOptions));

    private static StreamPipeReaderOptions ReaderOptionsFor(Stream stream) => stream is LookaheadStream socket
        ? new(new InputBuffers(socket), InputBuffers.Large, InputBuffers.LeastRoom, leaveOpen: true, useZeroByteReads: true)
        : ReaderOptions;
}
