using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Gobwire.Commands;
using Gobwire.Commands.Tests;
using Gobwire.Hosting;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.AspNetCore.Tests;

/// <summary>Command endpoints on Kestrel's ports.</summary>
public sealed class UseCommandsTests
{
    [Fact]
    public async Task Commands_are_served_next_to_http_and_handlers_see_the_peer()
    {
        await using var app = new TestApp();
        app.Services.AddCommandEndpoint()
            .Map("PEER", async (connection, token) => await connection.WriteLineAsync(connection.Peer, token))
            .Map<Pair, long>("SUM", pair => pair.A + pair.B);
        await app.Listen(port => port.UseCommands()).StartAsync();

        await using CommandClient client = await app.ConnectAsync();
        await client.SendAsync("PEER");
        Assert.Equal(client.Connection.LocalEndPoint!.ToString(), await client.Connection.ReadLineAsync());
        Assert.Equal(7, await client.AskAsync<Pair, long>("SUM", new Pair(3, 4)));
        Assert.Equal("a page", await app.GetAsync("/page"));
    }

    [Fact]
    public async Task Commands_are_served_over_a_Unix_socket_too()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("commands.sock");
        await using var app = new TestApp();
        // One address has all the connections of a Unix socket: they count for none.
        app.Services.AddCommandEndpoint().MapText("TEXT", text => text).Configure(options => options.MaxConnectionsPerAddress = 1);
        await app.ListenUnix(path, port => port.UseCommands()).StartAsync();
        var patient = new CommandClientOptions { ReadTimeout = TestApp.Patience };

        await using CommandClient client = await CommandClient.ConnectAsync($"unix:{path}", patient, Until.Deadline);
        Assert.Equal("a", await client.AskTextAsync("TEXT", "a"));
        await using CommandClient other = await CommandClient.ConnectAsync($"unix:{path}", patient, Until.Deadline);
        Assert.Equal("b", await other.AskTextAsync("TEXT", "b"));
        await client.Connection.CompleteOutputAsync();
        Assert.True(await EndOf(client));
    }

    [Fact]
    public async Task A_client_that_has_ended_what_it_sends_gets_its_reply_and_its_handler_is_not_canceled()
    {
        var time = new FakeTimeProvider();
        bool wasCanceled = true;
        var begun = new TaskCompletionSource<CommandConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = new TestApp();
        app.Services.AddCommandEndpoint().Map("SLOW", async (connection, token) =>
        {
            begun.SetResult(connection);
            await release.Task;
            wasCanceled = token.IsCancellationRequested;
            await connection.WriteLineAsync("the reply", token);
        });
        app.Services.AddSingleton<TimeProvider>(time);
        CancellationToken closed = default;
        await app.Listen(port =>
        {
            port.Use(next => context =>
            {
                closed = context.ConnectionClosed;
                return next(context);
            });
            port.UseCommands();
        }).StartAsync();

        await using CommandClient client = await app.ConnectAsync();
        await client.SendAsync("SLOW");
        await client.Connection.CompleteOutputAsync();
        CommandConnection served = await begun.Task;
        // The half-close has reached Kestrel when the input has its end.
        await Until.TrueAsync(() => served.Input.TryRead(out ReadResult result) && Advanced(served, result).IsCompleted, "the half-close has come");
        await Until.FiredAsync(closed);
        // The handler's watch looks, more than once.
        for (int i = 0; i < 4; i++)
            time.Advance(TimeSpan.FromSeconds(1));
        release.SetResult();

        Assert.Equal("the reply", await client.Connection.ReadLineAsync());
        Assert.False(wasCanceled);
        Assert.True(await EndOf(client));
    }

    [Fact]
    public async Task A_client_that_is_gone_cancels_its_handler()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = new TestApp();
        app.Services.AddCommandEndpoint().Map("HANG", async (_, token) =>
        {
            begun.SetResult();
            await using CancellationTokenRegistration gone = token.Register(canceled.SetResult);
            await canceled.Task;
        });
        await app.Listen(port => port.UseCommands()).StartAsync();
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(IPEndPoint.Parse(app.AddressOf(1)), Until.Deadline);
        await peer.SendAsync("HANG\n"u8.ToArray(), Until.Deadline);
        await begun.Task;

        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();

        await canceled.Task.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task A_client_that_reads_slowly_gets_the_whole_of_a_large_reply_where_the_system_tells_what_it_takes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "TCP_INFO is Linux's");
        const int Size = 32 << 20;
        var time = new FakeTimeProvider();
        await using var app = new TestApp();
        app.Services.AddSingleton<TimeProvider>(time);
        app.Services.AddCommandEndpoint().Map("LARGE", (connection, token) =>
        {
            connection.Output.Write(new byte[Size]);
            return connection.FlushAsync(token);
        });
        await app.Listen(port => port.UseCommands()).StartAsync();
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await peer.ConnectAsync(IPEndPoint.Parse(app.AddressOf(1)), Until.Deadline);
        await peer.SendAsync("LARGE\n"u8.ToArray(), Until.Deadline);
        var buffer = new byte[1 << 20];
        int taken = 0;

        for (int i = 0; i < 6; i++)
        {
            for (int wanted = taken + buffer.Length; taken < wanted;)
                taken += await ReceiveAsync();
            time.Advance(TimeSpan.FromSeconds(10.1));
        }

        while (taken < Size)
            taken += await ReceiveAsync();
        Assert.Empty(app.Logger.Of("SlowReader"));

        async Task<int> ReceiveAsync() => await peer.ReceiveAsync(buffer, Until.Deadline) is var count and > 0 ? count : throw new EndOfStreamException();
    }

    [Fact]
    public async Task A_stop_lets_idle_clients_go_and_answers_the_command_begun()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = new TestApp();
        app.Services.AddCommandEndpoint().MapText("TEXT", text => text).MapText("SLOW", async (text, _) =>
        {
            begun.SetResult();
            await release.Task;
            return $"done {text}";
        });
        await app.Listen(port => port.UseCommands()).StartAsync();
        await using CommandClient idle = await app.ConnectAsync();
        Assert.Equal("a", await idle.AskTextAsync("TEXT", "a"));
        await using CommandClient busy = await app.ConnectAsync();
        Task<string> reply = busy.AskTextAsync("SLOW", "command").AsTask();
        await begun.Task;

        Task stop = app.StopAsync();
        var end = await Assert.ThrowsAsync<CommandException>(async () => await idle.Connection.ReadLineAsync());
        Assert.Equal(CommandErrorKind.Truncated, end.Kind); // an end, and no reset
        Assert.False(stop.IsCompleted);
        release.SetResult();
        Assert.Equal("done command", await reply);
        await stop;
    }

    [Fact]
    public async Task What_has_not_ended_within_the_drain_timeout_is_aborted()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = new TestApp();
        app.Services.AddCommandEndpoint().Configure(options => options.DrainTimeout = TimeSpan.FromMilliseconds(100)).Map("HANG", async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        await app.Listen(port => port.UseCommands()).StartAsync();
        await using CommandClient client = await app.ConnectAsync();
        await client.SendAsync("HANG");
        await begun.Task;

        await app.StopAsync();

        Assert.Single(app.Logger.Of("DrainTimeout"));
    }

    [Fact]
    public async Task The_endpoint_s_limits_of_connections_hold()
    {
        await using var app = new TestApp();
        app.Services.AddCommandEndpoint().Configure(options => options.MaxConnectionsPerAddress = 1).MapText("TEXT", text => text);
        await app.Listen(port => port.UseCommands()).StartAsync();
        await using CommandClient first = await app.ConnectAsync();
        Assert.Equal("a", await first.AskTextAsync("TEXT", "a"));

        // Refused while it connects, or just after.
        await Assert.ThrowsAsync<CommandException>(async () =>
        {
            await using CommandClient second = await app.ConnectAsync();
            await second.AskTextAsync("TEXT", "b");
        });

        Assert.Contains("1 connections of this address", (await app.Logger.WaitForAsync("ConnectionRefused")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_reply_arrives_whole_before_an_unknown_command_ends_the_connection()
    {
        var large = new string('x', 1 << 20);
        await using var app = new TestApp();
        app.Services.AddCommandEndpoint().MapText("LARGE", _ => large);
        await app.Listen(port => port.UseCommands()).StartAsync();
        var options = new CommandClientOptions { ReadTimeout = TestApp.Patience, MaxLineLength = large.Length };
        await using CommandClient client = await CommandClient.ConnectAsync(app.AddressOf(1), options, Until.Deadline);

        client.Connection.Output.Write("LARGE\n\nNOBODY KNOWS\n"u8);
        await client.Connection.FlushAsync();

        Assert.Equal(large, await client.Connection.ReadLineAsync());
        Assert.True(await EndOf(client));
    }

    [Fact]
    public async Task Tls_by_the_endpoint_s_options_offers_no_protocol_of_http()
    {
        using var folder = new TemporaryFolder();
        TestCertificate.Files(folder).Dispose();
        await using var app = new TestApp();
        app.Services.AddCommandEndpoint().MapText("TEXT", text => text).Configure(options => options.Tls = new GobTlsOptions
        {
            Certificate = folder.PathOf("certificate.pem"),
            Key = folder.PathOf("key.pem"),
        });
        await app.Listen(port => port.UseCommands()).StartAsync();

        var tls = new TlsClientOptions { Authorities = TestCertificate.Authorities };
        await using (CommandClient client = await CommandClient.ConnectAsync(
            app.AddressOf(1), new CommandClientOptions { Tls = tls, ReadTimeout = TestApp.Patience }, Until.Deadline))
        {
            Assert.Equal("secret", await client.AskTextAsync("TEXT", "secret"));
        }

        using var socket = new TcpClient();
        await socket.ConnectAsync(IPEndPoint.Parse(app.AddressOf(1)), Until.Deadline);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.AddRange(TestCertificate.Authorities);
        await using var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "127.0.0.1",
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                CertificateChainPolicy = trust,
            },
            Until.Deadline);
        Assert.True(stream.NegotiatedApplicationProtocol.Protocol.IsEmpty);
    }

    [Fact]
    public async Task A_port_for_an_endpoint_that_nobody_added_fails_the_start()
    {
        await using var app = new TestApp();
        app.Listen(port => port.UseCommands("nobody"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(app.StartAsync);

        Assert.StartsWith("There is no command endpoint nobody", error.Message, StringComparison.Ordinal);
    }

    private static ReadResult Advanced(CommandConnection connection, ReadResult result)
    {
        connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        return result;
    }

    private static async Task<bool> EndOf(CommandClient client) =>
        (await Assert.ThrowsAsync<CommandException>(async () => await client.Connection.ReadLineAsync())).Kind == CommandErrorKind.Truncated;
}
