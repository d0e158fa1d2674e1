using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Clients whose own certificate changes, and a server that asks who they are.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly CapturingLogger _logger = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CertificateFolder _folder;
    private readonly X509Certificate2Collection _serverAuthority;
    private readonly TlsCertificateFiles _serverFiles;
    private readonly TlsCertificateFiles _clientFiles;
    private readonly CommandServer _server;

    public ClientCertificateTests()
    {
        _folder = new CertificateFolder(_time, _logger);
        _serverAuthority = _folder.Write("server", "server");
        X509Certificate2Collection clients = _folder.Write("client", "first");
        clients.AddRange(_folder.Write("next", "second"));
        _folder.WriteBroken("broken");
        _serverFiles = _folder.Open("server");
        _clientFiles = _folder.Open("client");
        var endpoint = new CommandEndpoint(new CommandEndpointOptions
        {
            Tls = new TlsServerOptions { Certificate = _serverFiles, ClientCertificates = TlsClientCertificateMode.Required, ClientAuthorities = clients },
        });
        endpoint.Map("WHO", async (connection, cancellationToken) =>
        {
            await connection.ReadLineAsync(cancellationToken);
            await connection.WriteLineAsync(connection.PeerCertificate?.Subject ?? "nobody", cancellationToken);
        });
        _server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
    }

    private string Address => $"127.0.0.1:{_server.Port}";

    private CommandClientOptions Options => new() { Tls = new TlsClientOptions { Authorities = _serverAuthority, Certificate = _clientFiles } };

    [Fact]
    public async Task A_client_s_certificate_that_changes_is_shown_at_the_next_dial_and_connections_at_hand_go_on()
    {
        await using CommandClient early = await CommandClient.ConnectAsync(Address, Options, Until.Deadline);
        Assert.Equal("CN=first", await early.AskTextAsync("WHO", "", Until.Deadline));

        Change("broken");
        await using (CommandClient between = await CommandClient.ConnectAsync(Address, Options, Until.Deadline))
            Assert.Equal("CN=first", await between.AskTextAsync("WHO", "", Until.Deadline));
        Assert.Single(_logger.Of("CertificateNotLoaded"));

        Change("next");
        await using CommandClient late = await CommandClient.ConnectAsync(Address, Options, Until.Deadline);
        Assert.Equal("CN=second", await late.AskTextAsync("WHO", "", Until.Deadline));
        Assert.Equal("CN=first", await early.AskTextAsync("WHO", "", Until.Deadline));
        Assert.Single(_logger.Of("CertificateLoaded"));
    }

    [Fact]
    public async Task A_pool_goes_on_with_the_connection_it_has_and_shows_the_changed_certificate_when_it_dials_anew()
    {
        var options = new CommandClientPoolOptions { Client = Options, MaxConnections = 1, IdleTimeout = TimeSpan.FromMinutes(1), TimeProvider = _time };
        await using var pool = new CommandClientPool(Address, options);
        Assert.Equal("CN=first", await pool.AskTextAsync("WHO", "", Until.Deadline));

        Change("next");
        Assert.Equal("CN=first", await pool.AskTextAsync("WHO", "", Until.Deadline));
        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(10), () => _server.ConnectionCount == 0, "the pool let go of its connection");

        Assert.Equal("CN=second", await pool.AskTextAsync("WHO", "", Until.Deadline));
    }

    public void Dispose()
    {
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _clientFiles.Dispose();
        _serverFiles.Dispose();
        _folder.Dispose();
    }

    /// <summary>Other files take the place of the client's, and it is time to look at them.</summary>
    private void Change(string by)
    {
        _folder.Replace("client", by);
        _time.Advance(TimeSpan.FromSeconds(2));
    }
}
