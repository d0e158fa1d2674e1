using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Commands.Tests;

/// <summary>A certificate for 127.0.0.1, made anew in each run.</summary>
internal static class TestCertificate
{
    private static readonly X509Certificate2 Certificate = Create();

    public static X509Certificate2Collection Authorities => [X509CertificateLoader.LoadCertificate(Certificate.RawData)];

    public static TlsCertificateFiles Files(TemporaryFolder folder)
    {
        File.WriteAllText(folder.PathOf("certificate.pem"), Certificate.ExportCertificatePem());
        File.WriteAllText(folder.PathOf("key.pem"), Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return new TlsCertificateFiles(folder.PathOf("certificate.pem"), folder.PathOf("key.pem"));
    }

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
