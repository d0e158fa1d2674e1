using System.Security.Cryptography;
using Gobwire.Testing;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting.Tests;

/// <summary>Files of certificates and keys that are there and are not what they should be fail the start, and are named with their keys.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private const string Server = "Gobwire:Endpoints:main:Tls";
    private const string Client = "Gobwire:Clients:main:Tls";

    private readonly TemporaryFolder _folder = new();

    public CertificateFileTests()
    {
        Gobwire.Commands.Tests.TestCertificate.Files(_folder).Dispose();
        File.WriteAllText(PathOf("text.pem"), "this is no PEM\n");
        File.WriteAllText(PathOf("empty.pem"), "");
        File.WriteAllText(PathOf("cut.pem"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(PathOf("other.pem"), other.ExportPkcs8PrivateKeyPem());
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000);
        File.WriteAllText(PathOf("password.pem"), other.ExportEncryptedPkcs8PrivateKeyPem("password", encryption));
    }

    [Theory]
    [InlineData("Certificate", "text.pem", ", in which there is no certificate in PEM")]
    [InlineData("Certificate", "empty.pem", ", in which there is no certificate in PEM")]
    [InlineData("Certificate", "key.pem", ", in which there is no certificate in PEM")]
    [InlineData("Certificate", "cut.pem", ", whose certificate cannot be read: ")]
    [InlineData("Key", "text.pem", ", in which there is no private key in PEM")]
    [InlineData("Key", "certificate.pem", ", in which there is no private key in PEM")]
    [InlineData("Key", "other.pem", ", whose key cannot be read or is not that of the certificate ")]
    [InlineData("Key", "password.pem", ", whose key has a password: write it without one")]
    [InlineData("ClientAuthorities", "text.pem", ", in which there is no certificate in PEM")]
    [InlineData("ClientAuthorities", "key.pem", ", in which there is no certificate in PEM")]
    [InlineData("ClientAuthorities", "cut.pem", ", whose certificate cannot be read: ")]
    public async Task What_an_endpoint_s_file_lacks_fails_the_start_with_its_key_and_name(string key, string file, string problem)
    {
        await using var host = new TestHost(
            ($"{Server}:Certificate", PathOf(key == "Certificate" ? file : "certificate.pem")),
            ($"{Server}:Key", PathOf(key == "Key" ? file : "key.pem")),
            ($"{Server}:ClientAuthorities", PathOf(key == "ClientAuthorities" ? file : "certificate.pem")),
            ($"{Server}:ClientCertificates", "Required"));
        host.Services.AddCommandEndpoint().Configure(host.Section("Gobwire:Endpoints:main")).Listen("127.0.0.1:0");

        var error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.StartsWith($"{Server}:{key} names the file {PathOf(file)}{problem}", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Certificate", "text.pem", ", in which there is no certificate in PEM")]
    [InlineData("Key", "text.pem", ", in which there is no private key in PEM")]
    [InlineData("Authorities", "text.pem", ", in which there is no certificate in PEM")]
    public async Task What_a_client_s_file_lacks_fails_the_start_too(string key, string file, string problem)
    {
        await using var host = new TestHost(
            ("Gobwire:Clients:main:Address", "127.0.0.1:1"),
            ($"{Client}:Certificate", PathOf(key == "Certificate" ? file : "certificate.pem")),
            ($"{Client}:Key", PathOf(key == "Key" ? file : "key.pem")),
            ($"{Client}:Authorities", PathOf(key == "Authorities" ? file : "certificate.pem")));
        host.Services.AddCommandClient().Configure(host.Section("Gobwire:Clients:main"));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Equal($"{Client}:{key} names the file {PathOf(file)}{problem}", Assert.Single(error.Failures));
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string file) => _folder.PathOf(file);
}
