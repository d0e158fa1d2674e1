using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>A connection over a socket: TCP, or a Unix domain socket.</summary>
internal sealed class SocketConnection : TransportConnection
{
    /// <summary>Keeps the pipe from writing to the closed socket what was never flushed.</summary>
    private static readonly IOException Discarded = new("the connection is closed");

    private readonly Socket _socket;
    private int _isWatching;

    public SocketConnection(Socket socket, TimeProvider? timeProvider)
        : base(CreatePipe(socket), timeProvider)
    {
        _socket = socket;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
    }

    public override EndPoint? LocalEndPoint { get; }

    public override EndPoint? RemoteEndPoint { get; }

    protected override void WatchTransport()
    {
        if (Interlocked.Exchange(ref _isWatching, 1) == 0)
            _ = WatchAsync();
    }

    protected override ValueTask ShutdownOutputAsync()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw Fail(error);
        }

        return ValueTask.CompletedTask;
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

    private static DuplexPipe CreatePipe(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: false);
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
