namespace Gobwire.Transport;

/// <summary>Whether a TLS server asks its clients for certificates.</summary>
public enum TlsClientCertificateMode
{
    /// <summary>Clients are not asked.</summary>
    None,

    /// <summary>A client may show a certificate; if it does, it must be valid.</summary>
    Optional,

    /// <summary>A client must show a valid certificate.</summary>
    Required,
}
