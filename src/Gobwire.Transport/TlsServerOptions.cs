using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Transport;

/// <summary>How a server secures its connections with TLS 1.2 or 1.3.</summary>
public sealed record TlsServerOptions
{
    /// <summary>The server's certificate.</summary>
    public required TlsCertificateFiles Certificate { get; init; }

    /// <summary>Whether clients are asked for certificates. Default not.</summary>
    public TlsClientCertificateMode ClientCertificates { get; init; }

    /// <summary>The authorities that sign client certificates; null for the system's.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>
    /// The names of the clients that are let in: a certificate's common name or one of its DNS names. Null lets in every valid certificate.
    /// </summary>
    public IReadOnlySet<string>? AllowedClients { get; init; }

    /// <summary>How long a handshake may take. Default 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What these options come to for one handshake, with the certificate as its files have it now; for servers that shake hands themselves.</summary>
    /// <returns>The options, which offer no application protocol: HTTP's are not to be spoken.</returns>
    public SslServerAuthenticationOptions ToAuthenticationOptions() => new()
    {
        ServerCertificateContext = Certificate.Current,
        ClientCertificateRequired = ClientCertificates != TlsClientCertificateMode.None,
        CertificateChainPolicy = TlsTrust.PolicyOf(ClientAuthorities),
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => TlsTrust.Accepts(this, certificate, errors),
    };
}
