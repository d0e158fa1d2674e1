using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Transport;

/// <summary>Judges peers' certificates.</summary>
internal static class TlsTrust
{
    // X.520, the attribute a name is let in by; what else a subject says is no name.
    private const string CommonName = "2.5.4.3";

    /// <summary>The policy that trusts given authorities and no others; null for the system's own.</summary>
    public static X509ChainPolicy? PolicyOf(X509Certificate2Collection? authorities)
    {
        if (authorities is null)
            return null;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <summary>Whether a client is let in.</summary>
    public static bool Accepts(TlsServerOptions options, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 client)
            return options.ClientCertificates != TlsClientCertificateMode.Required;
        // A client's certificate is for no host: its name is judged by the list.
        if ((errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) != SslPolicyErrors.None)
            return false;
        return options.AllowedClients is null || NamesOf(client).Any(options.AllowedClients.Contains);
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate) =>
        certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
            .Select(part => part.GetSingleElementValue() ?? "")
            .Concat(certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()));
}
