using System.Buffers;
using System.Net;
using System.Text;

namespace Gobwire.Commands.Tests;

/// <summary>Commands that come by other ways than a connection, and commands passed on.</summary>
public sealed class CommandEndpointInvokingTests
{
    private readonly CommandEndpoint _endpoint = new();
    private readonly ArrayBufferWriter<byte> _reply = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("abc\n", "cba\n")]
    [InlineData("abc\r\n", "cba\n")]
    [InlineData("abc", "cba\n")]
    [InlineData("\n", "\n")]
    public async Task A_line_is_answered_with_or_without_its_line_feed(string payload, string reply)
    {
        _endpoint.MapText("REVERSE", text => new string([.. text.Reverse()]));
        await InvokeAsync("REVERSE", Encoding.UTF8.GetBytes(payload));
        Assert.Equal(reply, Encoding.UTF8.GetString(_reply.WrittenSpan));
    }

    [Fact]
    public async Task A_gob_is_answered_with_a_gob()
    {
        _endpoint.Map<int, long>("DOUBLE", number => 2L * number);
        await InvokeAsync("DOUBLE", GobSerializer.Serialize(21));
        Assert.Equal(GobSerializer.Serialize(42L), _reply.WrittenSpan.ToArray());
    }

    [Fact]
    public async Task Filters_and_limits_are_those_of_connections()
    {
        List<string> seen = [];
        _endpoint.AddFilter((context, next) =>
        {
            seen.Add(context.Command);
            return next(context);
        });
        _endpoint.MapText("ECHO", text => text);
        CommandException error = await Assert.ThrowsAsync<CommandException>(() => InvokeAsync("ECHO", new byte[5_000]));
        Assert.Equal(CommandErrorKind.LimitExceeded, error.Kind);
        Assert.Equal(["ECHO"], seen);
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        _endpoint.Map<int>("TAKE", _ => { });
        _endpoint.MapText("LINE", text => text);
        Assert.Equal(CommandErrorKind.UnknownCommand, (await Assert.ThrowsAsync<CommandException>(() => InvokeAsync("GIVE", []))).Kind);
        Assert.Equal(CommandErrorKind.Truncated, (await Assert.ThrowsAsync<CommandException>(() => InvokeAsync("TAKE", []))).Kind);
        Assert.Equal(CommandErrorKind.Truncated, (await Assert.ThrowsAsync<CommandException>(() => InvokeAsync("LINE", []))).Kind);
    }

    [Fact]
    public async Task A_connection_that_the_handler_aborts_is_a_failure()
    {
        _endpoint.Map("ABORT", (connection, _) =>
        {
            connection.Abort("enough");
            return ValueTask.CompletedTask;
        });
        CommandException error = await Assert.ThrowsAsync<CommandException>(() => InvokeAsync("ABORT", []));
        Assert.Equal("enough", error.Message);
    }

    [Fact]
    public async Task A_handler_sees_who_sent_the_command_where_that_is_known()
    {
        var peer = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 50312);
        List<(EndPoint? EndPoint, string Text)> seen = [];
        _endpoint.Map("WHO", (connection, _) =>
        {
            seen.Add((connection.RemoteEndPoint, connection.Peer));
            return ValueTask.CompletedTask;
        });
        await _endpoint.InvokeAsync("WHO", default, _reply, peer, Token);
        await InvokeAsync("WHO", []);
        Assert.Equal([(peer, "192.0.2.7:50312"), (null, "(memory)")], seen);
    }

    [Fact]
    public async Task The_fallback_gets_the_commands_that_have_no_handler()
    {
        await using var served = new ServedEndpoint();
        CommandEndpoint endpoint = served.Endpoint;
        endpoint.MapText("OWN", text => $"own {text}");
        endpoint.MapFallback(async context =>
            await context.Connection.WriteLineAsync($"{context.Command} {await context.Connection.ReadLineAsync(context.CancellationToken)}"));
        Assert.True(endpoint.HasFallback);
        await using CommandClient client = await served.ConnectClientAsync();
        Assert.Equal("own 1", await client.AskTextAsync("OWN", "1", Token));
        Assert.Equal("OTHER 2", await client.AskTextAsync("OTHER", "2", Token));
        endpoint.MapText("OTHER", text => $"own {text}");
        Assert.Equal("own 3", await client.AskTextAsync("OTHER", "3", Token));
        Assert.True(endpoint.Unmap("OTHER"));
        Assert.Equal("OTHER 4", await client.AskTextAsync("OTHER", "4", Token));
    }

    private async Task InvokeAsync(string name, byte[] payload) =>
        await _endpoint.InvokeAsync(name, new ReadOnlySequence<byte>(payload), _reply, cancellationToken: Token);
}
