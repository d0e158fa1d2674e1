using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gobwire.Load.Soak;

/// <summary>A certificate for localhost, signed by itself, in files of a folder of its own.</summary>
internal sealed class SoakCertificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gobwire-soak").FullName;

    public SoakCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
        Authorities.ImportFromPemFile(CertificatePath);
    }

    public string CertificatePath => Path.Combine(_folder, "server.pem");

    public string KeyPath => Path.Combine(_folder, "server.key");

    public X509Certificate2Collection Authorities { get; } = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
