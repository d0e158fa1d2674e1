using System.Net;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Replies that are lost or late, and connections that end between commands.</summary>
public sealed class CommandClientPoolLossTests
{
    private static readonly CommandSendOptions Idempotent = new() { IsIdempotent = true };

    [Fact]
    public async Task A_command_whose_reply_was_lost_is_not_sent_again()
    {
        await using var server = new ScriptedServer().Listen((connection, text) => connection == 0 ? null : $"{text}\n");
        await using var pool = new CommandClientPool(server.Address);

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => pool.AskTextAsync("PAY", "once", Until.Deadline).AsTask());

        Assert.True(error.MayHaveBeenHandled);
        Assert.Equal(CommandErrorKind.Truncated, error.Kind);
        Assert.Equal($"PAY to {server.Address}: reading a line: the input ended before its line feed", error.Message);
        Assert.Equal(1, server.Received);
        Assert.Equal("twice", await pool.AskTextAsync("PAY", "twice", Until.Deadline));
    }

    [Fact]
    public async Task An_idempotent_one_is_sent_again_on_another_connection()
    {
        await using var server = new ScriptedServer().Listen((connection, text) => connection == 0 ? null : $"{text}\n");
        await using var pool = new CommandClientPool(server.Address);

        Assert.Equal("price", await pool.AskTextAsync("GET", "price", Idempotent, Until.Deadline));

        Assert.Equal((2, 2), (server.Received, server.Accepted));
    }

    [Fact]
    public async Task It_is_sent_again_no_more_often_than_allowed()
    {
        await using var server = new ScriptedServer().Listen((_, _) => null);
        await using var pool = new CommandClientPool(server.Address, new CommandClientPoolOptions { MaxResends = 3 });

        CommandException error =
            await Assert.ThrowsAsync<CommandException>(() => pool.AskTextAsync("GET", "price", Idempotent, Until.Deadline).AsTask());

        Assert.True(error.MayHaveBeenHandled);
        Assert.Equal((4, 4), (server.Received, server.Accepted));
    }

    [Fact]
    public async Task Half_a_reply_is_a_lost_one()
    {
        await using var server = new ScriptedServer().Listen((connection, _) => connection == 0 ? "half" : "whole\n");
        var time = new FakeTimeProvider();
        await using var pool = new CommandClientPool(server.Address, new CommandClientPoolOptions { TimeProvider = time });
        Task<string> asking = pool.AskTextAsync("GET", "price", Until.Deadline).AsTask();
        await Until.TrueAsync(() => server.Received == 1, "the command has come");

        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(30), () => asking.IsCompleted, "the command was given up");

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => asking);
        Assert.Equal((CommandErrorKind.Timeout, true), (error.Kind, error.MayHaveBeenHandled));
        Assert.Equal($"GET to {server.Address}: not done within 30 s", error.Message);
        Assert.Equal("whole", await pool.AskTextAsync("GET", "price", Until.Deadline));
    }

    [Fact]
    public async Task The_late_reply_of_a_command_given_up_does_not_reach_the_next()
    {
        await using var served = new ServedEndpoint();
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.MapText("SLOW", async (_, _) =>
        {
            begun.TrySetResult();
            await release.Task;
            return "late";
        });
        var time = new FakeTimeProvider();
        await using var pool = new CommandClientPool(
            served.AddressOf(TransportKind.Tcp), new CommandClientPoolOptions { MaxConnections = 1, TimeProvider = time });
        Task<string> slow = pool.AskTextAsync("SLOW", "x", new CommandSendOptions { Timeout = TimeSpan.FromSeconds(3) }, Until.Deadline).AsTask();
        await begun.Task.WaitAsync(Until.Deadline);

        time.Advance(TimeSpan.FromSeconds(3));
        CommandException error = await Assert.ThrowsAsync<CommandException>(() => slow);
        release.SetResult();

        Assert.Equal((CommandErrorKind.Timeout, true), (error.Kind, error.MayHaveBeenHandled));
        for (int i = 0; i < 20; i++)
            Assert.Equal($"{i}", await pool.AskTextAsync("ECHO", $"{i}", Until.Deadline));
    }

    [Fact]
    public async Task A_command_its_caller_has_given_up_leaves_no_reply_behind()
    {
        await using var server = new ScriptedServer().Listen((connection, text) => connection == 0 ? "" : $"{text}\n");
        await using var pool = new CommandClientPool(server.Address, new CommandClientPoolOptions { MaxConnections = 1 });
        using var caller = new CancellationTokenSource();
        Task<string> asking = pool.AskTextAsync("ECHO", "first", caller.Token).AsTask();
        await Until.TrueAsync(() => server.Received == 1, "the command has come");

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal("second", await pool.AskTextAsync("ECHO", "second", Until.Deadline));
    }

    [Theory]
    [InlineData(TransportKind.Tcp)]
    [InlineData(TransportKind.Tls)]
    public async Task A_server_that_is_restarted_between_two_commands_is_not_noticed(TransportKind kind)
    {
        using var folder = new TemporaryFolder();
        var endpoint = new CommandEndpoint(new CommandEndpointOptions
        {
            Tls = kind == TransportKind.Tls ? new TlsServerOptions { Certificate = TestCertificate.Files(folder) } : null,
        });
        endpoint.MapText("ECHO", text => text);
        CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        int port = server.Port;
        await using var pool = new CommandClientPool($"127.0.0.1:{port}", new CommandClientPoolOptions
        {
            Client = kind == TransportKind.Tls ? new() { Tls = new TlsClientOptions { Authorities = TestCertificate.Authorities } } : new(),
        });
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal($"{i}", await pool.AskTextAsync("ECHO", $"{i}", Until.Deadline));
            await server.DisposeAsync();
            server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, port), CancellationToken.None);
        }

        Assert.Equal("last", await pool.AskTextAsync("ECHO", "last", Until.Deadline));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_client_says_too_whether_its_command_may_have_been_handled()
    {
        await using var server = new ScriptedServer().Listen((_, _) => null);
        await using CommandClient client = await CommandClient.ConnectAsync(server.Address, null, Until.Deadline);

        CommandException lost = await Assert.ThrowsAsync<CommandException>(() => client.AskTextAsync("GET", "x", Until.Deadline).AsTask());
        client.Connection.Abort("the test says so");
        CommandException dead = await Assert.ThrowsAsync<CommandException>(() => client.AskTextAsync("GET", "x", Until.Deadline).AsTask());
        CommandException unsent = await Assert.ThrowsAsync<CommandException>(() => client.SendAsync("GET", Until.Deadline).AsTask());

        Assert.Equal([true, false, false], new[] { lost, dead, unsent }.Select(error => error.MayHaveBeenHandled));
    }
}
