using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Gobwire.Transport;

/// <summary>Makes plain connections that nothing was read from yet into secure ones.</summary>
internal static class TlsHandshake
{
    /// <summary>Does the server's part.</summary>
    /// <exception cref="IOException">The handshake failed, or took too long; the connection is of no further use.</exception>
    public static Task<TransportConnection> AcceptAsync(
        TransportConnection plain, TlsServerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        SslServerAuthenticationOptions authentication = options.ToAuthenticationOptions();
        return RunAsync(
            plain, (tls, token) => tls.AuthenticateAsServerAsync(authentication, token), options.HandshakeTimeout, time, cancellationToken);
    }

    /// <summary>Does the client's part.</summary>
    /// <exception cref="IOException">The handshake failed, or took too long; the connection is of no further use.</exception>
    public static Task<TransportConnection> ConnectAsync(
        TransportConnection plain, TlsClientOptions options, string host, TimeProvider time, CancellationToken cancellationToken)
    {
        var authentication = new SslClientAuthenticationOptions
        {
            TargetHost = options.ServerName ?? host,
            CertificateChainPolicy = TlsTrust.PolicyOf(options.Authorities),
            ClientCertificateContext = options.Certificate?.Current,
        };
        return RunAsync(
            plain, (tls, token) => tls.AuthenticateAsClientAsync(authentication, token), Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    private static async Task<TransportConnection> RunAsync(
        TransportConnection plain, Func<SslStream, CancellationToken, Task> authenticate, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        Stream stream = plain.OpenStream();
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await authenticate(tls, either.Token).ConfigureAwait(false);
            return plain.Secure(tls, stream, time);
        }
        catch (Exception error)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            if (error is OperationCanceledException && late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                throw new IOException($"TLS handshake: not done within {timeout.TotalSeconds:0.###} s", error);
            if (error is AuthenticationException or IOException or SocketException)
                throw new IOException($"TLS handshake: {Reason(error)}", error);
            throw;
        }
    }

    private static string Reason(Exception error) => error switch
    {
        IOException { Message: var text } when text.Contains("EOF", StringComparison.Ordinal) => "the peer closed the connection",
        { InnerException.Message: var inner } when SocketErrorText.Of(error) == error.Message && inner != error.Message => $"{error.Message} {inner}",
        _ => SocketErrorText.Of(error),
    };
}
