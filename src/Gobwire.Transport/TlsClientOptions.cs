using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Transport;

/// <summary>How a client secures its connection with TLS 1.2 or 1.3.</summary>
public sealed record TlsClientOptions
{
    /// <summary>The name the server's certificate must be for; null for the host that is dialed.</summary>
    public string? ServerName { get; init; }

    /// <summary>The authorities that sign the server's certificate; null for the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The client's own certificate, should the server ask; null for none.</summary>
    public TlsCertificateFiles? Certificate { get; init; }
}
