using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gobwire.Commands;
using Gobwire.Commands.Tests;
using Gobwire.Hosting;
using Gobwire.Rpc;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.AspNetCore.Tests;

/// <summary>TLS on Kestrel's ports: whom it lets in, and what becomes of handshakes that fail. They run alone, for they measure.</summary>
[Collection(ObservedTests.Name)]
public sealed class TlsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestApp _app = new();
    private readonly CertificateFolder _folder;
    private readonly X509Certificate2Collection _authorities;

    public TlsTests()
    {
        _folder = new CertificateFolder(_time, _app.Logger);
        _authorities = _folder.Write("server", "server");
        _app.Services.AddSingleton<TimeProvider>(_time);
    }

    [Fact]
    public async Task Plain_text_on_a_port_for_TLS_has_one_line_and_one_measurement_and_ends_that_connection_alone()
    {
        using var measured = new Measurements("Gobwire.Transport");
        await using TestApp app = await StartAsync();
        await using CommandClient other = await ConnectAsync();
        Assert.Equal("nobody", await other.AskTextAsync("WHO", ""));

        using Socket peer = await ConnectPlainAsync();
        await peer.SendAsync("WHO\nplain text\n"u8.ToArray(), Until.Deadline);

        string line = (await app.Logger.WaitForAsync("HandshakeFailed")).Message;
        Assert.Equal($"{peer.LocalEndPoint}: TLS handshake: what came is no TLS; is the peer speaking plain text?", line);
        await EndOfAsync(peer);
        Assert.Equal("nobody", await other.AskTextAsync("WHO", ""));
        Assert.Single(app.Logger.Of("HandshakeFailed"));
        Assert.Equal(["error.type=tls_handshake"], measured.TagsOf("gobwire.server.rejected_connections"));
    }

    [Fact]
    public async Task A_peer_that_does_not_shake_hands_is_let_go_at_the_deadline()
    {
        using var measured = new Measurements("Gobwire.Transport");
        await using TestApp app = await StartAsync();
        using Socket peer = await ConnectPlainAsync();
        await app.Logger.WaitForAsync("Connected");

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => app.Logger.Of("HandshakeFailed").Count > 0, "it was let go");

        Assert.Equal($"{peer.LocalEndPoint}: TLS handshake: not done within 10 s", Assert.Single(app.Logger.Of("HandshakeFailed")).Message);
        await EndOfAsync(peer);
        Assert.Equal(["error.type=tls_handshake_timeout"], measured.TagsOf("gobwire.server.rejected_connections"));
    }

    [Fact]
    public async Task Handshakes_that_stall_count_for_the_limit_of_their_address()
    {
        using var measured = new Measurements("Gobwire.Transport");
        await using TestApp app = await StartAsync(options => options.MaxConnectionsPerAddress = 2);
        using (await ConnectPlainAsync())
        using (await ConnectPlainAsync())
        {
            await Until.TrueAsync(() => app.Logger.Of("Connected").Count == 2, "both are held");
            using Socket third = await ConnectPlainAsync();

            Assert.Contains("2 connections of this address", (await app.Logger.WaitForAsync("ConnectionRefused")).Message, StringComparison.Ordinal);
            await EndOfAsync(third);
            Assert.Equal(["error.type=max_connections_per_address"], measured.TagsOf("gobwire.server.rejected_connections"));
        }

        await Until.TrueAsync(() => app.Logger.Of("HandshakeFailed").Count == 2, "both have gone");
        await using CommandClient client = await ConnectAsync();
        Assert.Equal("nobody", await client.AskTextAsync("WHO", ""));
    }

    [Fact]
    public async Task A_client_is_let_in_by_name_and_its_handler_sees_who_it_is()
    {
        X509Certificate2Collection clients = _folder.Write("friend", "friend");
        clients.AddRange(_folder.Write("other", "other"));
        File.WriteAllText(_folder.PathOf("clients.pem"), clients.ExportCertificatePems());
        using TlsCertificateFiles friend = _folder.Open("friend"), other = _folder.Open("other");
        using var measured = new Measurements("Gobwire.Transport");
        await using TestApp app = await StartAsync(options =>
        {
            options.Tls!.ClientCertificates = TlsClientCertificateMode.Required;
            options.Tls.ClientAuthorities = _folder.PathOf("clients.pem");
            options.Tls.AllowedClients.Add("friend");
        });

        await using CommandClient let = await ConnectAsync(friend);
        Assert.Equal("CN=friend", await let.AskTextAsync("WHO", ""));
        foreach (TlsCertificateFiles? certificate in (TlsCertificateFiles?[])[other, null])
        {
            // A client of TLS 1.3 learns of the refusal when it reads.
            await Assert.ThrowsAsync<CommandException>(async () =>
            {
                await using CommandClient refused = await ConnectAsync(certificate);
                await refused.AskTextAsync("WHO", "");
            });
        }

        await Until.TrueAsync(() => app.Logger.Of("HandshakeFailed").Count == 2, "both refusals were logged");
        Assert.Equal("CN=friend", await let.AskTextAsync("WHO", ""));
        Assert.Equal(["error.type=tls_handshake", "error.type=tls_handshake"], measured.TagsOf("gobwire.server.rejected_connections"));
    }

    [Fact]
    public async Task A_client_that_is_gone_cancels_its_handler()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestApp app = await StartAsync(Untimed, endpoint => endpoint.Map("HANG", async (_, token) =>
        {
            await using CancellationTokenRegistration gone = token.Register(canceled.SetResult);
            begun.SetResult();
            await canceled.Task;
        }));
        CommandClient client = await ConnectAsync();
        await client.SendAsync("HANG");
        await begun.Task.WaitAsync(Until.Deadline);

        client.Connection.Abort("the test resets");
        await client.DisposeAsync();

        await _time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(250), () => canceled.Task.IsCompleted, "the handler was canceled");
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_let_go_and_told_of_as_such()
    {
        using var measured = new Measurements("Gobwire.Commands");
        await using TestApp app = await StartAsync(Untimed, endpoint => endpoint.Map("FLOOD", async (connection, token) =>
        {
            while (true)
                await connection.WriteLineAsync(new string('x', 100_000), token);
        }));
        await using CommandClient client = await ConnectAsync();
        await client.SendAsync("FLOOD");

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(2), () => measured.TagsOf("gobwire.server.connection.duration").Count > 0, "it was let go");

        Assert.Single(app.Logger.Of("SlowReader"));
        Assert.Empty(app.Logger.Of("ConnectionLost"));
        Assert.EndsWith("error.type=slow_reader", Assert.Single(measured.TagsOf("gobwire.server.connection.duration")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_that_is_reset_is_told_of_once()
    {
        await using TestApp app = await StartAsync();
        Socket peer = await ConnectPlainAsync();
        await app.Logger.WaitForAsync("Connected");
        string name = peer.LocalEndPoint!.ToString()!;

        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();

        Assert.Equal($"{name}: TLS handshake: connection reset by peer", (await app.Logger.WaitForAsync("HandshakeFailed")).Message);
    }

    [Fact]
    public async Task A_large_reply_arrives_whole_before_the_end()
    {
        var large = new string('x', 1 << 20);
        await using TestApp app = await StartAsync(configure: null, endpoint => endpoint.MapText("LARGE", _ => large));
        var options = new CommandClientOptions { Tls = new TlsClientOptions { Authorities = _authorities }, ReadTimeout = TestApp.Patience, MaxLineLength = large.Length };
        await using CommandClient client = await CommandClient.ConnectAsync(app.AddressOf(1), options, Until.Deadline);

        await client.Connection.Output.WriteAsync(Encoding.ASCII.GetBytes("LARGE\n\nNOBODY KNOWS\n"), Until.Deadline);

        Assert.Equal(large, await client.Connection.ReadLineAsync());
        var end = await Assert.ThrowsAsync<CommandException>(async () => await client.Connection.ReadLineAsync());
        Assert.Equal(CommandErrorKind.Truncated, end.Kind);
    }

    [Fact]
    public async Task An_end_is_said_in_TLS_too_so_that_it_is_no_cut()
    {
        await using TestApp app = await StartAsync();
        using Socket peer = await ConnectPlainAsync();
        await using var received = new RecordingStream(peer);
        await using var tls = new SslStream(received);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Equals(_authorities[0]),
            },
            Until.Deadline);

        await tls.WriteAsync("NOBODY KNOWS\n"u8.ToArray(), Until.Deadline);
        while (await tls.ReadAsync(new byte[100], Until.Deadline) > 0)
        {
        }

        // An alert's record: of TLS 1.2 its type is seen.
        Assert.Equal(21, received.LastRecordType);
    }

    [Fact]
    public async Task What_has_not_ended_within_the_drain_timeout_is_aborted()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestApp app = await StartAsync(Untimed, endpoint => endpoint.Map("HANG", async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await using CommandClient client = await ConnectAsync();
        await client.SendAsync("HANG");
        await begun.Task.WaitAsync(Until.Deadline);

        Task stop = app.StopAsync();

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => stop.IsCompleted, "the app has stopped");
        Assert.Single(app.Logger.Of("DrainTimeout"));
    }

    [Fact]
    public async Task Net_rpc_is_secured_likewise()
    {
        _app.Services.AddRpcServer().Map<long, long>("Twice.Of", n => 2 * n).Configure(options => options.Tls = TlsOfServer());
        await using TestApp app = _app.Listen(port => port.UseRpc());
        await app.StartAsync();
        var options = new RpcClientOptions { Tls = new TlsClientOptions { Authorities = _authorities }, CallTimeout = TestApp.Patience };

        using Socket plain = await ConnectPlainAsync();
        await plain.SendAsync("{}{}{}{}"u8.ToArray(), Until.Deadline);
        await app.Logger.WaitForAsync("HandshakeFailed");

        await using RpcClient client = await RpcClient.DialAsync(app.AddressOf(1), options, Until.Deadline);
        Assert.Equal(6, await client.CallAsync<long, long>("Twice.Of", 3));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<TestApp> StartAsync(Action<CommandHostOptions>? configure = null, Action<CommandEndpointBuilder>? map = null)
    {
        CommandEndpointBuilder endpoint = _app.Services.AddCommandEndpoint()
            .Configure(options =>
            {
                options.Tls = TlsOfServer();
                configure?.Invoke(options);
            })
            .Map("WHO", async (connection, token) =>
            {
                await connection.ReadLineAsync(token);
                await connection.WriteLineAsync(connection.PeerCertificate?.Subject ?? "nobody", token);
            });
        map?.Invoke(endpoint);
        await _app.Listen(port => port.UseCommands()).StartAsync();
        return _app;
    }

    /// <summary>A handler's own timeout would end it as well.</summary>
    private static void Untimed(CommandHostOptions options) => options.HandlerTimeout = Timeout.InfiniteTimeSpan;

    private GobTlsOptions TlsOfServer() => new() { Certificate = _folder.PathOf("server.pem"), Key = _folder.PathOf("server.key") };

    private Task<CommandClient> ConnectAsync(TlsCertificateFiles? certificate = null) => CommandClient.ConnectAsync(
        _app.AddressOf(1),
        new CommandClientOptions { Tls = new TlsClientOptions { Authorities = _authorities, Certificate = certificate }, ReadTimeout = TestApp.Patience },
        Until.Deadline);

    private async Task<Socket> ConnectPlainAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(_app.AddressOf(1)), Until.Deadline);
        return socket;
    }

    /// <summary>Reads up to the end, or to a reset where input was left unread.</summary>
    private static async Task EndOfAsync(Socket peer)
    {
        try
        {
            var buffer = new byte[256];
            while (await peer.ReceiveAsync(buffer, Until.Deadline) > 0)
            {
            }
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
        }
    }
}
