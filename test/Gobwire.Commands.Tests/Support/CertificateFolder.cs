using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Commands.Tests;

/// <summary>Certificates and their keys in PEM files, each signed by itself, which others may take the place of.</summary>
internal sealed class CertificateFolder(TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly string[] Endings = ["pem", "key"];

    private readonly TemporaryFolder _folder = new();

    public string PathOf(string file) => _folder.PathOf(file);

    /// <summary>The files as a server or a client uses them.</summary>
    public TlsCertificateFiles Open(string file) => new(PathOf($"{file}.pem"), PathOf($"{file}.key"), time, logger);

    /// <summary>Makes a certificate for 127.0.0.1 and localhost, and writes its files.</summary>
    /// <returns>It alone, as an authority.</returns>
    public X509Certificate2Collection Write(string file, string name) => Write(file, $"CN={name}", "localhost");

    /// <summary>Makes a certificate for 127.0.0.1 and another name, and writes its files.</summary>
    /// <returns>It alone, as an authority.</returns>
    public X509Certificate2Collection Write(string file, string subject, string dnsName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName(dnsName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(PathOf($"{file}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf($"{file}.key"), key.ExportPkcs8PrivateKeyPem());
        return [X509CertificateLoader.LoadCertificate(certificate.RawData)];
    }

    /// <summary>Writes files that hold neither a certificate nor a key.</summary>
    public void WriteBroken(string file)
    {
        foreach (string ending in Endings)
            File.WriteAllText(PathOf($"{file}.{ending}"), "neither");
    }

    /// <summary>Puts other files in the place of some, and sees to it that their times differ.</summary>
    public void Replace(string file, string by)
    {
        foreach (string ending in Endings)
        {
            string target = PathOf($"{file}.{ending}");
            DateTime before = File.GetLastWriteTimeUtc(target);
            File.Copy(PathOf($"{by}.{ending}"), target, overwrite: true);
            File.SetLastWriteTimeUtc(target, before.AddMinutes(1));
        }
    }

    public void Dispose() => _folder.Dispose();
}
