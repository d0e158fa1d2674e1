using Gobwire.Testing;

namespace Gobwire.Tool.Tests;

/// <summary>Files given to <c>gobwire listen</c> for TLS that are there and are not what they should be.</summary>
public sealed class ListenCertificateTests
{
    [Theory]
    [InlineData("Certificate", "no certificate")]
    [InlineData("Key", "no private key")]
    [InlineData("ClientAuthorities", "no certificate")]
    public async Task A_file_that_is_no_PEM_is_one_line_that_names_it(string key, string lacks)
    {
        using var folder = new TemporaryFolder();
        Commands.Tests.TestCertificate.Files(folder).Dispose();
        string text = folder.PathOf("text.pem");
        await File.WriteAllTextAsync(text, "this is no PEM\n", Until.Deadline);
        string FileOf(string its, string good) => its == key ? text : folder.PathOf(good);

        using TestRun run = await TestRun.OfAsync(
            "", "listen", "--bind", "127.0.0.1", "--port", "0", "--log-level", "none",
            "--tls-cert", FileOf("Certificate", "certificate.pem"),
            "--tls-key", FileOf("Key", "key.pem"),
            "--client-ca", FileOf("ClientAuthorities", "certificate.pem"));

        Assert.Equal((1, $"gobwire: Tls:{key} names the file {text}, in which there is {lacks} in PEM"), (run.ExitCode, run.Error.TrimEnd()));
    }
}
