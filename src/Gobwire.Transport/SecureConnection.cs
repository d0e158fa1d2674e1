using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Transport;

/// <summary>TLS over a connection that another server has accepted; what is the transport's own business stays that connection's.</summary>
internal sealed class SecureConnection(TransportConnection plain, SslStream tls, TimeProvider time)
    : TransportConnection(SocketConnection.CreatePipe(tls), time)
{
    public override EndPoint? LocalEndPoint => plain.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => plain.RemoteEndPoint;

    public override X509Certificate2? PeerCertificate { get; } = tls.RemoteCertificate as X509Certificate2;

    protected internal override long? CountTakenBytes() => plain.CountTakenBytes();

    protected internal override void WatchTransport() => plain.WatchTransport();

    protected override async ValueTask ShutdownOutputAsync()
    {
        try
        {
            // Without TLS's own goodbye the peer cannot tell an end from a cut.
            await tls.ShutdownAsync().ConfigureAwait(false);
            await plain.CompleteOutputAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (IsFailure(error, CancellationToken.None))
        {
            throw Fail(error);
        }
    }

    protected override void AbortTransport(Exception reason) => plain.Fail(reason);

    protected override async ValueTask ReleaseAsync()
    {
        // First what a read may wait for.
        await plain.DisposeAsync().ConfigureAwait(false);
        await tls.DisposeAsync().ConfigureAwait(false);
    }
}
