using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Certificates that change, clients that are asked for theirs, and peers that do not shake hands.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly CapturingLogger _logger = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CertificateFolder _folder;

    public TlsTests() => _folder = new CertificateFolder(_time, _logger);

    [Fact]
    public async Task A_certificate_that_changes_is_used_from_the_next_connection_on_and_those_at_hand_go_on()
    {
        X509Certificate2Collection first = _folder.Write("server", "first"), second = _folder.Write("next", "second");
        using TlsCertificateFiles files = _folder.Open("server");
        await using CommandServer server = Start(new TlsServerOptions { Certificate = files });
        await using CommandClient early = await ConnectAsync(server, first);
        Assert.Equal("hello", await early.AskTextAsync("ECHO", "hello", Until.Deadline));

        _folder.Replace("server", "next");
        _time.Advance(TimeSpan.FromSeconds(2));

        await using CommandClient late = await ConnectAsync(server, second);
        Assert.Equal("hello", await late.AskTextAsync("ECHO", "hello", Until.Deadline));
        Assert.Equal("hello", await early.AskTextAsync("ECHO", "hello", Until.Deadline));
        await Assert.ThrowsAsync<CommandException>(() => ConnectAsync(server, first));
        Assert.Single(_logger.Of("CertificateLoaded"));
    }

    [Fact]
    public async Task A_certificate_behind_links_is_used_when_they_are_switched_to_another()
    {
        // As Kubernetes mounts secrets: links to files in a folder behind a link, and it is that one which is switched.
        X509Certificate2Collection first = WriteMounted("..one", "first"), second = WriteMounted("..two", "second");
        Directory.CreateSymbolicLink(_folder.PathOf("..data"), "..one");
        foreach (string ending in (string[])["pem", "key"])
            File.CreateSymbolicLink(_folder.PathOf($"server.{ending}"), $"..data/tls.{ending}");
        using TlsCertificateFiles files = _folder.Open("server");
        await using CommandServer server = Start(new TlsServerOptions { Certificate = files });
        await using (CommandClient early = await ConnectAsync(server, first))
            Assert.Equal("hello", await early.AskTextAsync("ECHO", "hello", Until.Deadline));

        Directory.Delete(_folder.PathOf("..data"));
        Directory.CreateSymbolicLink(_folder.PathOf("..data"), "..two");
        _time.Advance(TimeSpan.FromSeconds(2));

        await using CommandClient late = await ConnectAsync(server, second);
        Assert.Equal("hello", await late.AskTextAsync("ECHO", "hello", Until.Deadline));
    }

    [Fact]
    public async Task A_certificate_that_changes_into_none_leaves_the_last_one_in_use_and_is_logged_once()
    {
        X509Certificate2Collection first = _folder.Write("server", "first");
        using TlsCertificateFiles files = _folder.Open("server");
        await using CommandServer server = Start(new TlsServerOptions { Certificate = files });
        _folder.WriteBroken("broken");

        _folder.Replace("server", "broken");
        for (int i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            await using CommandClient client = await ConnectAsync(server, first);
            Assert.Equal("hello", await client.AskTextAsync("ECHO", "hello", Until.Deadline));
        }

        Assert.Single(_logger.Of("CertificateNotLoaded"));
    }

    [Fact]
    public async Task A_certificate_whose_key_has_not_changed_with_it_yet_leaves_the_last_one_in_use_and_is_logged()
    {
        X509Certificate2Collection first = _folder.Write("server", "first");
        using TlsCertificateFiles files = _folder.Open("server");
        await using CommandServer server = Start(new TlsServerOptions { Certificate = files });
        _folder.Write("next", "second");
        File.Copy(_folder.PathOf("server.key"), _folder.PathOf("next.key"), overwrite: true);

        _folder.Replace("server", "next");
        _time.Advance(TimeSpan.FromSeconds(2));

        await using CommandClient client = await ConnectAsync(server, first);
        Assert.Equal("hello", await client.AskTextAsync("ECHO", "hello", Until.Deadline));
        Assert.Single(_logger.Of("CertificateNotLoaded"));
    }

    [Fact]
    public async Task A_client_is_let_in_by_name_and_its_handler_sees_who_it_is()
    {
        X509Certificate2Collection authorities = _folder.Write("server", "server"), clients = _folder.Write("friend", "friend");
        clients.AddRange(_folder.Write("other", "other"));
        using TlsCertificateFiles files = _folder.Open("server"), friend = _folder.Open("friend"), other = _folder.Open("other");
        await using CommandServer server = Start(new TlsServerOptions
        {
            Certificate = files,
            ClientCertificates = TlsClientCertificateMode.Required,
            ClientAuthorities = clients,
            AllowedClients = new HashSet<string> { "friend" },
        });

        await using (CommandClient let = await ConnectAsync(server, authorities, friend))
            Assert.Equal("CN=friend", await let.AskTextAsync("WHO", "", Until.Deadline));
        foreach (TlsCertificateFiles? certificate in (TlsCertificateFiles?[])[other, null])
        {
            // A client of TLS 1.3 learns of the refusal when it reads.
            await Assert.ThrowsAsync<CommandException>(async () =>
            {
                await using CommandClient refused = await ConnectAsync(server, authorities, certificate);
                await refused.AskTextAsync("WHO", "", Until.Deadline);
            });
        }

        await Until.TrueAsync(() => _logger.Of("HandshakeFailed").Count == 2, "both refusals were logged");
    }

    [Theory]
    [InlineData("CN=friend", "x", true)]
    [InlineData("O=Friends, CN=friend", "x", true)]
    [InlineData("CN=x", "friend", true)]
    [InlineData("CN=x", "x", false)]
    [InlineData("OU=friend", "x", false)]
    [InlineData("CN=friends", "x.friend", false)]
    public async Task Names_that_let_a_client_in_are_common_and_DNS_names_and_no_others(string subject, string dnsName, bool isLetIn)
    {
        X509Certificate2Collection authorities = _folder.Write("server", "server"), clients = _folder.Write("client", subject, dnsName);
        using TlsCertificateFiles files = _folder.Open("server"), client = _folder.Open("client");
        await using CommandServer server = Start(new TlsServerOptions
        {
            Certificate = files,
            ClientCertificates = TlsClientCertificateMode.Optional,
            ClientAuthorities = clients,
            AllowedClients = new HashSet<string> { "friend" },
        });

        async Task AskAsync()
        {
            await using CommandClient asking = await ConnectAsync(server, authorities, client);
            Assert.Equal("hello", await asking.AskTextAsync("ECHO", "hello", Until.Deadline));
        }

        if (isLetIn)
            await AskAsync();
        else
            await Assert.ThrowsAsync<CommandException>(AskAsync);
    }

    [Fact]
    public async Task A_peer_that_does_not_shake_hands_is_let_go_at_the_deadline()
    {
        _folder.Write("server", "server");
        using TlsCertificateFiles files = _folder.Open("server");
        await using CommandServer server = Start(new TlsServerOptions { Certificate = files });
        await using TransportConnection peer =
            await TransportDialer.DialAsync(TransportAddress.Parse($"127.0.0.1:{server.Port}"), null, Until.Deadline);
        await _logger.WaitForAsync("Connected");

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => _logger.Of("HandshakeFailed").Count > 0, "it was let go");

        Assert.EndsWith("TLS handshake: not done within 10 s", _logger.Of("HandshakeFailed")[0].Message, StringComparison.Ordinal);
        await Until.TrueAsync(() => server.ConnectionCount == 0, "the connection has ended");
    }

    [Fact]
    public async Task TLS_on_a_port_for_plain_text_has_a_line_of_its_own()
    {
        await using CommandServer server = Start(tls: null);

        await Assert.ThrowsAsync<CommandException>(() => ConnectAsync(server, []));

        await _logger.WaitForAsync("TlsOnPlainPort");
    }

    [Theory]
    [InlineData("STRING\nx\n")]
    [InlineData("S")]
    [InlineData("\n")]
    [InlineData("\u0018not a record's type either")]
    public async Task Plain_text_on_a_port_for_TLS_is_said_to_be_at_its_first_byte(string text)
    {
        _folder.Write("server", "localhost");
        using TlsCertificateFiles files = _folder.Open("server");
        await using CommandServer server = Start(new TlsServerOptions { Certificate = files });
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(IPAddress.Loopback, server.Port, Until.Deadline);

        // The clock stands still: the handshake is not given up for its time.
        await peer.SendAsync(Encoding.UTF8.GetBytes(text), Until.Deadline);

        LogLine line = await _logger.WaitForAsync("HandshakeFailed");
        Assert.Equal($"{peer.LocalEndPoint}: TLS handshake: what came is no TLS; is the peer speaking plain text?", line.Message);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Equal(0, await peer.ReceiveAsync(new byte[1], Until.Deadline));
    }

    [Fact]
    public async Task What_begins_like_TLS_and_is_none_is_not_said_to_be_plain_text()
    {
        _folder.Write("server", "localhost");
        using TlsCertificateFiles files = _folder.Open("server");
        await using CommandServer server = Start(new TlsServerOptions { Certificate = files });
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(IPAddress.Loopback, server.Port, Until.Deadline);

        await peer.SendAsync("\u0016and nothing that TLS knows"u8.ToArray(), Until.Deadline);

        Assert.DoesNotContain("plain text", (await _logger.WaitForAsync("HandshakeFailed")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_answers_a_handshake_in_plain_text_is_said_to()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        Task<CommandClient> connecting = CommandClient.ConnectAsync(
            $"{server.LocalEndPoint}", new CommandClientOptions { Tls = new TlsClientOptions() }, Until.Deadline);
        using Socket accepted = await server.AcceptAsync(Until.Deadline);

        await accepted.SendAsync("-ERR unknown command\r\n"u8.ToArray(), Until.Deadline);

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => connecting);
        Assert.EndsWith("TLS handshake: what came is no TLS; is the peer speaking plain text?", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private CommandServer Start(TlsServerOptions? tls)
    {
        var endpoint = new CommandEndpoint(new CommandEndpointOptions { Tls = tls, TimeProvider = _time }, _logger);
        endpoint.MapText("ECHO", text => text);
        endpoint.Map("WHO", async (connection, cancellationToken) =>
        {
            await connection.ReadLineAsync(cancellationToken);
            await connection.WriteLineAsync(connection.PeerCertificate?.Subject ?? "nobody", cancellationToken);
        });
        return endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
    }

    private static Task<CommandClient> ConnectAsync(CommandServer server, X509Certificate2Collection authorities, TlsCertificateFiles? certificate = null) =>
        CommandClient.ConnectAsync(
            $"127.0.0.1:{server.Port}",
            new CommandClientOptions { Tls = new TlsClientOptions { Authorities = authorities, Certificate = certificate } },
            Until.Deadline);

    private X509Certificate2Collection WriteMounted(string folder, string name)
    {
        Directory.CreateDirectory(_folder.PathOf(folder));
        X509Certificate2Collection authorities = _folder.Write($"{folder}/tls", name);
        DateTime written = DateTime.UtcNow.AddMinutes(name.Length);
        File.SetLastWriteTimeUtc(_folder.PathOf($"{folder}/tls.pem"), written);
        File.SetLastWriteTimeUtc(_folder.PathOf($"{folder}/tls.key"), written);
        return authorities;
    }
}
