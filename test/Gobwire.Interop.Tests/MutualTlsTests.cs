using System.Security.Cryptography.X509Certificates;
using Gobwire.Commands;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>A live Go client over TLS against gobwire listen, which wants certificates of its clients.</summary>
public sealed class MutualTlsTests(GoToolchain go) : GoTests(go)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1", ClientUse = "1.3.6.1.5.5.7.3.2";

    [Fact]
    public async Task A_go_client_with_a_certificate_is_served_and_one_without_or_with_a_stranger_s_is_refused_and_logged()
    {
        await Go.BuildAsync("gopeer");
        using var files = new TlsFiles();
        using var strangers = new TlsFiles();
        (string certificate, string key) = files.Sign("localhost", ServerUse);
        (string clientCertificate, string clientKey) = files.Sign("client", ClientUse);
        (string strangersCertificate, string strangersKey) = strangers.Sign("client", ClientUse);
        await using ProgramServer server = await ProgramServer.StartAsync(
            ["--port", "0", "--bind", "127.0.0.1", "--tls-cert", certificate, "--tls-key", key, "--client-ca", files.Authority], Deadline);

        string printed = await GoPeer.RunClientAsync(
            Go, server.Address, "tls", Deadline, "-ca", files.Authority, "-cert", clientCertificate, "-key", clientKey);
        Assert.Equal("STRING: Thank you.", printed);

        Assert.Equal("refused", await GoPeer.RunClientAsync(Go, server.Address, "tlsrefused", Deadline, "-ca", files.Authority));
        await server.WaitForLineAsync("TLS handshake: ", Deadline);
        printed = await GoPeer.RunClientAsync(
            Go, server.Address, "tlsrefused", Deadline, "-ca", files.Authority, "-cert", strangersCertificate, "-key", strangersKey);
        Assert.Equal("refused", printed);
        await server.WaitForLineAsync("TLS handshake: ", Deadline);

        List<string> rest = await server.StopAsync(Deadline);
        Assert.DoesNotContain(rest, line => line.Contains("TLS handshake: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_go_server_that_wants_certificates_sees_a_client_s_changed_one_at_the_next_dial()
    {
        using var files = new TlsFiles();
        (string certificate, string key) = files.Sign("localhost", ServerUse);
        (string firstCertificate, string firstKey) = files.Sign("first", ClientUse);
        (string secondCertificate, string secondKey) = files.Sign("second", ClientUse);
        var time = new FakeTimeProvider();
        using var own = new TlsCertificateFiles(firstCertificate, firstKey, time);
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(files.Authority);
        var options = new CommandClientOptions { Tls = new TlsClientOptions { ServerName = "localhost", Authorities = authorities, Certificate = own } };
        await using GoPeer.GoServer server = await GoPeer.StartServerAsync(Go, connections: 2, Deadline, "-ca", files.Authority, "-cert", certificate, "-key", key);
        await using (CommandClient early = await CommandClient.ConnectAsync(server.Address, options, Deadline))
        {
            Assert.Equal("Thank you.", await early.AskTextAsync("STRING", "early", Deadline));

            File.Copy(secondCertificate, firstCertificate, overwrite: true);
            File.Copy(secondKey, firstKey, overwrite: true);
            File.SetLastWriteTimeUtc(firstCertificate, DateTime.UtcNow.AddMinutes(1));
            time.Advance(TimeSpan.FromSeconds(2));

            await using CommandClient late = await CommandClient.ConnectAsync(server.Address, options, Deadline);
            Assert.Equal("Thank you.", await late.AskTextAsync("STRING", "late", Deadline));
            Assert.Equal("Thank you.", await early.AskTextAsync("STRING", "still early", Deadline));
        }

        List<GoPeer.PeerEvent> events = await server.WaitAsync(Deadline);
        Assert.Equal(
            [("first", "early"), ("second", "late"), ("first", "still early")],
            events.Where(e => !e.Closed && e.Error is null).Select(e => (e.Name, e.Text)));
    }

    [Fact]
    public async Task A_file_s_list_of_names_lets_in_a_go_client_that_stands_on_it_and_no_other()
    {
        await Go.BuildAsync("gopeer");
        using var files = new TlsFiles();
        (string certificate, string key) = files.Sign("localhost", ServerUse);
        (string friendsCertificate, string friendsKey) = files.Sign("friend", ClientUse);
        (string othersCertificate, string othersKey) = files.Sign("other", ClientUse);
        var tls = new
        {
            Certificate = certificate,
            Key = key,
            ClientCertificates = "Required",
            ClientAuthorities = files.Authority,
            AllowedClients = new[] { "friend" },
        };
        await using ProgramServer server = await ProgramServer.ConfiguredAsync(new { Tls = tls }, Deadline);

        string printed = await GoPeer.RunClientAsync(
            Go, server.Address, "tls", Deadline, "-ca", files.Authority, "-cert", friendsCertificate, "-key", friendsKey);
        Assert.Equal("STRING: Thank you.", printed);
        printed = await GoPeer.RunClientAsync(
            Go, server.Address, "tlsrefused", Deadline, "-ca", files.Authority, "-cert", othersCertificate, "-key", othersKey);
        Assert.Equal("refused", printed);

        await server.WaitForLineAsync("TLS handshake: ", Deadline);
        await server.StopAsync(Deadline);
    }
}
