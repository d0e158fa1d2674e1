using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Hosting;

/// <summary>How a client's connections are secured with TLS 1.2 or 1.3, as configuration has it: by PEM files.</summary>
public sealed class GobClientTlsOptions
{
    /// <summary>The name the server's certificate must be for; null for the host that is dialed.</summary>
    public string? ServerName { get; set; }

    /// <summary>The PEM file of the authorities that sign the server's certificate; null for the system's.</summary>
    public string? Authorities { get; set; }

    /// <summary>The PEM file of the client's own certificate, should the server ask; null for none. Loaded again when it changes.</summary>
    public string? Certificate { get; set; }

    /// <summary>The PEM file of that certificate's private key.</summary>
    public string? Key { get; set; }

    /// <summary>Loads the files.</summary>
    /// <exception cref="IOException">A file cannot be read, or holds not what it should.</exception>
    internal TlsClientOptions Load(TimeProvider time, ILogger logger) => new()
    {
        ServerName = ServerName,
        Authorities = Authorities is null ? null : GobTlsOptions.LoadAuthorities(Authorities),
        Certificate = Certificate is null ? null : new TlsCertificateFiles(Certificate, Key!, time, logger),
    };

    internal void Check(OptionProblems problems)
    {
        if (Authorities is not null)
            problems.IsCertificateFile(nameof(Authorities), Authorities);
        if (Certificate is null && Key is null)
            return;
        problems.IsKeyFile(nameof(Key), Key, problems.IsCertificateFile(nameof(Certificate), Certificate) ? Certificate : null);
    }
}
