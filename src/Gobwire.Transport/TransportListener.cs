using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gobwire.Transport;

/// <summary>Listens on an end point. Accepting survives what passes: connections gone before they were accepted, descriptors that run out.</summary>
public sealed class TransportListener : IAsyncDisposable
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly TransportListenerOptions _options;
    private readonly ILogger _logger;
    private readonly DescriptorReserve _descriptors = DescriptorReserve.OfThisProcess();
    private TimeSpan _backoff;
    private long _failedAt;
    private bool _isFailing;
    private volatile bool _isClosed;

    private TransportListener(Socket socket, TransportListenerOptions options, ILogger logger)
    {
        _socket = socket;
        _options = options;
        _logger = logger;
        _backoff = options.AcceptBackoff;
        LocalEndPoint = socket.LocalEndPoint!;
    }

    /// <summary>Where the listener listens, with the port chosen where port 0 was asked for.</summary>
    public EndPoint LocalEndPoint { get; }

    /// <summary>
    /// Binds to an end point and begins to listen. The file of a Unix domain socket that nobody listens on, left behind by a crash, is deleted first.
    /// </summary>
    /// <param name="endPoint">Where; <see cref="IPAddress.IPv6Any"/> means all interfaces, of IPv4 too. Port 0 lets the system choose.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="logger">Where trouble with accepting is logged.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="IOException">The end point cannot be listened on, as when its port is taken.</exception>
    public static TransportListener Bind(EndPoint endPoint, TransportListenerOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        options ??= new TransportListenerOptions();
        Socket? socket = null;
        try
        {
            logger ??= NullLogger.Instance;
            socket = CreateSocket(ref endPoint);
            BindTo(socket, endPoint, logger);
            socket.Listen(options.Backlog);
            return new TransportListener(socket, options, logger);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            throw new IOException($"listening on {PeerName.Of(endPoint)}: {SocketErrorText.Of(error)}", error);
        }
    }

    /// <summary>Accepts the next connection. When descriptors or memory run out it waits, longer each time, and logs that once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up, or the listener was closed.</exception>
    public async ValueTask<TransportConnection> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Socket? socket = null;
            try
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                if (!_descriptors.HasRoom())
                {
                    await BackOffAsync("too many open files, but for a reserve", cancellationToken).ConfigureAwait(false);
                    continue;
                }

                socket = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                _descriptors.Note(socket.SafeHandle);
                SocketSetup.Apply(socket, noDelay: true, _options.KeepAlive, _options.SendBufferSize);
                var connection = new SocketConnection(socket, _options.TimeProvider);
                NoteSuccess();
                return connection;
            }
            catch (Exception error) when (error is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                socket?.Dispose();
                throw new OperationCanceledException("the listener is closed", error);
            }
            catch (SocketException error) when (socket is not null || IsGoneBeforeAccept(error))
            {
                socket?.Dispose();
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Whatever it is, as want of memory: accepting goes on.
                socket?.Dispose();
                await BackOffAsync(SocketErrorText.Of(error), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Stops listening: connections waiting to be accepted are refused, those accepted go on.</summary>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        // This also deletes a Unix domain socket's file.
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void BindTo(Socket socket, EndPoint endPoint, ILogger logger)
    {
        try
        {
            socket.Bind(endPoint);
        }
        catch (SocketException error) when (
            error.SocketErrorCode == SocketError.AddressAlreadyInUse
            && endPoint is UnixDomainSocketEndPoint unix
            && UnixSocketFile.TryDeleteLeftover(unix))
        {
            Log.LeftoverDeleted(logger, PeerName.Of(endPoint));
            socket.Bind(endPoint);
        }
    }

    private static Socket CreateSocket(ref EndPoint endPoint)
    {
        if (endPoint is UnixDomainSocketEndPoint)
            return new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        if (endPoint is IPEndPoint any && any.Address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
            endPoint = new IPEndPoint(IPAddress.Any, any.Port);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (endPoint is IPEndPoint ip && ip.Address.Equals(IPAddress.IPv6Any))
            socket.DualMode = true;
        return socket;
    }

    private static bool IsGoneBeforeAccept(SocketException error) =>
        error.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.NetworkDown
            or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.Interrupted;

    private async ValueTask BackOffAsync(string reason, CancellationToken cancellationToken)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            Log.AcceptFails(_logger, LocalEndPoint, reason);
        }

        await Task.Delay(_backoff, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        _backoff = _backoff * 2 < LongestBackoff ? _backoff * 2 : LongestBackoff;
        _failedAt = _options.TimeProvider.GetTimestamp();
    }

    /// <summary>Takes note that accepting works; for a while a want may come back with each connection, which is one want and one log line.</summary>
    private void NoteSuccess()
    {
        if (!_isFailing)
            return;
        _backoff = _options.AcceptBackoff;
        if (_options.TimeProvider.GetElapsedTime(_failedAt) < LongestBackoff)
            return;
        _isFailing = false;
        Log.AcceptRecovers(_logger, LocalEndPoint);
    }
}
