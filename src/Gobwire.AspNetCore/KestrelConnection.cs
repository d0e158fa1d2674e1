using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Gobwire.Transport;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Gobwire.AspNetCore;

/// <summary>
/// A connection that Kestrel has accepted. Its ConnectionClosed fires when the peer has but ended what it sends, so it means nothing here: what
/// is lost shows in reads and flushes, and on the socket itself.
/// </summary>
/// <param name="features">The connection's features, or those of a request on it.</param>
/// <param name="pipe">Its pipes.</param>
/// <param name="localEndPoint">The local end point.</param>
/// <param name="remoteEndPoint">The peer's end point.</param>
/// <param name="abort">Ends it at once.</param>
/// <param name="options">What a listener of ours would do with it; it has the clock of the deadlines.</param>
internal sealed class KestrelConnection(
    IFeatureCollection features,
    IDuplexPipe pipe,
    EndPoint? localEndPoint,
    EndPoint? remoteEndPoint,
    Action<Exception> abort,
    TransportListenerOptions options)
    : TransportConnection(pipe, options.TimeProvider)
{
    // Linux's IPPROTO_TCP, TCP_INFO, and the state in its first byte after a reset.
    private const int Tcp = 6;
    private const int TcpInformation = 11;
    private const byte TcpClosed = 7;

    private readonly IConnectionLifetimeFeature? _lifetime = features.Get<IConnectionLifetimeFeature>();
    private readonly Socket? _socket = SetUp(features.Get<IConnectionSocketFeature>()?.Socket, options);
    private bool _isOutputCompleted;

    public override EndPoint? LocalEndPoint => localEndPoint;

    public override EndPoint? RemoteEndPoint => remoteEndPoint;

    public override X509Certificate2? PeerCertificate { get; } = features.Get<ITlsConnectionFeature>()?.ClientCertificate;

    protected override long? CountTakenBytes() => _socket is null ? null : CountAcknowledgedBytes(_socket);

    protected override void WatchTransport()
    {
        // Kestrel reads ahead, and has taken the socket's error when a reset came; what is left of it is the state.
        if (_lifetime?.ConnectionClosed.IsCancellationRequested == true && IsReset())
            Fail(new SocketException((int)SocketError.ConnectionReset));
    }

    /// <summary>Kestrel sends what is in the pipe, and then closes both ways; the input ends when it has.</summary>
    protected override ValueTask ShutdownOutputAsync()
    {
        _isOutputCompleted = true;
        return Output.CompleteAsync();
    }

    protected override void AbortTransport(Exception reason) => abort(reason);

    protected override ValueTask ReleaseAsync() => _isOutputCompleted ? ValueTask.CompletedTask : Output.CompleteAsync(AbortReason);

    private static Socket? SetUp(Socket? socket, TransportListenerOptions options)
    {
        if (socket is not null)
            SetUpAccepted(socket, options);
        return socket;
    }

    private bool IsReset()
    {
        if (_socket is not { ProtocolType: ProtocolType.Tcp } || !OperatingSystem.IsLinux())
            return false;
        try
        {
            Span<byte> state = stackalloc byte[1];
            return _socket.GetRawSocketOption(Tcp, TcpInformation, state) > 0 && state[0] == TcpClosed;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }
}
