using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Hosting;

/// <summary>How connections are secured with TLS 1.2 or 1.3, as configuration has it: by PEM files.</summary>
public sealed class GobTlsOptions
{
    /// <summary>The PEM file of the certificate, followed by its intermediates. Loaded again when it changes.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>The PEM file of the certificate's private key.</summary>
    public string Key { get; set; } = "";

    /// <summary>Whether clients are asked for certificates. Default not.</summary>
    public TlsClientCertificateMode ClientCertificates { get; set; }

    /// <summary>The PEM file of the authorities that sign client certificates; null for the system's.</summary>
    public string? ClientAuthorities { get; set; }

    /// <summary>The clients let in: a certificate's common name or one of its DNS names. Empty lets in every valid certificate.</summary>
    public IList<string> AllowedClients { get; } = [];

    /// <summary>How long a handshake may take. Default 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Loads the files.</summary>
    /// <exception cref="IOException">A file cannot be read, or holds not what it should.</exception>
    internal TlsServerOptions Load(TimeProvider time, ILogger logger) => new()
    {
        Certificate = new TlsCertificateFiles(Certificate, Key, time, logger),
        ClientCertificates = ClientCertificates,
        ClientAuthorities = ClientAuthorities is null ? null : LoadAuthorities(ClientAuthorities),
        AllowedClients = AllowedClients.Count == 0 ? null : AllowedClients.ToHashSet(StringComparer.Ordinal),
        HandshakeTimeout = HandshakeTimeout,
    };

    internal void Check(OptionProblems problems)
    {
        problems.IsKeyFile(nameof(Key), Key, problems.IsCertificateFile(nameof(Certificate), Certificate) ? Certificate : null);
        problems.IsTimeout(nameof(HandshakeTimeout), HandshakeTimeout);
        problems.IsDefined(nameof(ClientCertificates), ClientCertificates);
        if (ClientAuthorities is not null)
            problems.IsCertificateFile(nameof(ClientAuthorities), ClientAuthorities);
        if (ClientCertificates != TlsClientCertificateMode.None)
            return;
        const string Unused = $"has no effect while {nameof(ClientCertificates)} is None";
        if (ClientAuthorities is not null)
            problems.Add(nameof(ClientAuthorities), Unused);
        if (AllowedClients.Count > 0)
            problems.Add(nameof(AllowedClients), Unused);
    }

    internal static X509Certificate2Collection LoadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception error) when (error is CryptographicException or UnauthorizedAccessException)
        {
            throw new IOException($"loading the authorities {path}: {error.Message}", error);
        }

        return authorities.Count > 0 ? authorities : throw new IOException($"loading the authorities {path}: there is no certificate in it");
    }
}
