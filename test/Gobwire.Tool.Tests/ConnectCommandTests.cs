using System.Net;
using Gobwire.Commands;
using Gobwire.Commands.Tests;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Tool.Tests;

public sealed class ConnectCommandTests
{
    [Fact]
    public async Task Both_commands_are_sent_and_the_reply_is_printed()
    {
        var received = new TaskCompletionSource<GobValue>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CommandServer server = Start(null, received);

        using TestRun run = await TestRun.OfAsync("", "-connect", server.LocalEndPoint.ToString()!);

        Assert.Equal((0, "STRING: Thank you.\nGOB: sent\n", ""), (run.ExitCode, run.Text, run.Error));
        Assert.Equal(23, (await received.Task)["N"].AsInt64());
    }

    [Fact]
    public async Task With_tls_the_server_must_be_known_and_the_client_may_be_asked()
    {
        using var folder = new TemporaryFolder();
        using TlsCertificateFiles files = TestCertificate.Files(folder);
        var tls = new TlsServerOptions
        {
            Certificate = files,
            ClientCertificates = TlsClientCertificateMode.Required,
            ClientAuthorities = TestCertificate.Authorities,
        };
        await using CommandServer server = Start(tls, new TaskCompletionSource<GobValue>());
        string address = server.LocalEndPoint.ToString()!;
        string certificate = folder.PathOf("certificate.pem"), key = folder.PathOf("key.pem");

        using TestRun known = await TestRun.OfAsync("", "-connect", address, "--tls", "--ca", certificate, "--cert", certificate, "--key", key);
        using TestRun unknown = await TestRun.OfAsync("", "-connect", address, "--tls");
        using TestRun anonymous = await TestRun.OfAsync("", "-connect", address, "--tls", "--ca", certificate);
        using TestRun missing = await TestRun.OfAsync("", "-connect", address, "--tls", "--ca", "nowhere.pem");

        Assert.Equal((0, "STRING: Thank you.\nGOB: sent\n", ""), (known.ExitCode, known.Text, known.Error));
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("TLS handshake: ", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(1, anonymous.ExitCode);
        Assert.StartsWith("gobwire: ", anonymous.Error, StringComparison.Ordinal);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("nowhere.pem", missing.Error, StringComparison.Ordinal);
    }

    private static CommandServer Start(TlsServerOptions? tls, TaskCompletionSource<GobValue> received)
    {
        var endpoint = new CommandEndpoint(new CommandEndpointOptions { Tls = tls });
        endpoint.MapText("STRING", _ => "Thank you.");
        endpoint.Map<GobValue>("GOB", value => received.TrySetResult(value));
        return endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);
    }
}
