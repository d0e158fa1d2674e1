using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Interop.Tests;

/// <summary>An authority, and the certificates of a server and a client that it has signed, in PEM files.</summary>
internal sealed class TlsFiles : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddHours(-1);
    private static readonly DateTimeOffset End = DateTimeOffset.UtcNow.AddDays(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gobwire-tls-");
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public TlsFiles()
    {
        var request = new CertificateRequest($"CN=Test authority {Guid.NewGuid()}", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(Start, End);
        File.WriteAllText(PathOf("ca.pem"), _authority.ExportCertificatePem());
    }

    public string Authority => PathOf("ca.pem");

    /// <summary>Makes a certificate and its key. Authorities have names of their own: by its name the one that has signed a certificate is looked for.</summary>
    /// <param name="name">Its name, also of the files.</param>
    /// <param name="use">What it may be used for: the server's or the client's part.</param>
    public (string Certificate, string Key) Sign(string name, string use)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        using X509Certificate2 certificate = request.Create(_authority, Start, End, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(PathOf($"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        return (PathOf($"{name}.pem"), PathOf($"{name}.key"));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _authorityKey.Dispose();
        _folder.Delete(recursive: true);
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
