using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>What runs around handlers.</summary>
public sealed class CommandFilterTests
{
    private readonly ConcurrentQueue<string> _steps = new();

    [Fact]
    public async Task The_filter_added_first_is_the_outermost()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.AddFilter(Step("a"));
        served.Endpoint.MapText("ECHO", Handle);
        served.Endpoint.AddFilter(Step("b"));
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\nhello\n");

        Assert.Equal("hello\n", await peer.ReadTextAsync());
        Assert.Equal(["a ECHO", "b ECHO", "handler", "b after", "a after"], _steps);
    }

    [Fact]
    public async Task A_filter_added_while_a_connection_is_served_is_around_its_next_command()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", Handle);
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("ECHO\none\n");
        Assert.Equal("one\n", await peer.ReadTextAsync());

        served.Endpoint.AddFilter(Step("late"));
        await peer.SendAsync("ECHO\ntwo\n");

        Assert.Equal("two\n", await peer.ReadTextAsync());
        Assert.Equal(["handler", "late ECHO", "handler", "late after"], _steps);
    }

    [Fact]
    public async Task A_handler_put_in_anothers_place_has_the_same_filters()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", _ => "old");
        served.Endpoint.AddFilter(Step("a"));
        served.Endpoint.MapText("ECHO", Handle);
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\nhello\n");

        Assert.Equal("hello\n", await peer.ReadTextAsync());
        Assert.Equal(["a ECHO", "handler", "a after"], _steps);
    }

    [Fact]
    public async Task A_filter_refuses_a_command_with_a_logged_reason_and_its_connection_alone()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", Handle);
        served.Endpoint.MapText("ADMIN", Handle);
        served.Endpoint.AddFilter((context, next) => context.Command == "ADMIN"
            ? throw new CommandException(CommandErrorKind.Refused, "not for this peer")
            : next(context));
        await using TransportConnection other = await served.ConnectAsync();
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\nbefore\nADMIN\nx\nECHO\nnever\n");

        Assert.Equal("before\n", await peer.ReadToEndAsync());
        LogLine line = Assert.Single(served.Reasons);
        Assert.Equal("(memory): ADMIN: not for this peer: closing the connection", line.Message);
        Assert.Equal("CommandRefused", line.Event);
        await other.SendAsync("ECHO\ngo on\n");
        Assert.Equal("go on\n", await other.ReadTextAsync());
    }

    [Fact]
    public async Task A_filter_may_answer_in_the_handlers_place()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", Handle);
        served.Endpoint.AddFilter(async (context, _) =>
        {
            string text = await context.Connection.ReadLineAsync(context.CancellationToken);
            await context.Connection.WriteLineAsync("instead of " + text, context.CancellationToken);
        });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\nhello\n");

        Assert.Equal("instead of hello\n", await peer.ReadTextAsync());
        Assert.Empty(_steps);
    }

    [Fact]
    public async Task A_handler_finds_what_filters_have_left_in_the_context()
    {
        await using var served = new ServedEndpoint();
        var services = new Services();
        using var sooner = new CancellationTokenSource();
        served.Endpoint.AddFilter((context, next) =>
        {
            context.Items["user"] = "ada";
            context.Services = services;
            context.CancellationToken = sooner.Token;
            return next(context);
        });
        served.Endpoint.Map("WHO", context => context.Connection.WriteLineAsync(
            $"{context.Command} {context.Items["user"]} {context.Services == services} {context.CancellationToken == sooner.Token}",
            context.CancellationToken));
        CancellationToken seen = default;
        served.Endpoint.Map("TOKEN", (connection, token) =>
        {
            seen = token;
            return connection.WriteLineAsync("seen", CancellationToken.None);
        });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("WHO\nTOKEN\n");

        Assert.Equal("WHO ada True True\nseen\n", await peer.ReadTextAsync());
        Assert.Equal(sooner.Token, seen);
    }

    [Fact]
    public async Task A_handler_may_take_the_context_without_any_filter()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.Map("WHO", context => context.Connection.WriteLineAsync(
            $"{context.Command} {context.Services is null} {context.Items.Count}", context.CancellationToken));
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("WHO\n");

        Assert.Equal("WHO True 0\n", await peer.ReadTextAsync());
    }

    [Fact]
    public void Without_filters_a_handler_is_called_as_it_was_registered()
    {
        var table = new CommandTable();
        CommandHandler handler = (_, _) => ValueTask.CompletedTask;
        table.Set("A", handler);

        Assert.True(table.TryGet("A"u8, out CommandTable.Entry? plain));
        Assert.Same(handler, plain.Handler);
        table.AddFilter((context, next) => next(context));
        Assert.True(table.TryGet("A"u8, out CommandTable.Entry? filtered));
        Assert.NotSame(handler, filtered.Handler);
    }

    [Fact]
    public async Task A_rate_limiter_closes_the_connection_that_sends_more_than_it_allows()
    {
        await using var served = new ServedEndpoint();
        await using var limiter = PartitionedRateLimiter.Create<CommandContext, string>(context =>
            RateLimitPartition.GetConcurrencyLimiter(context.Command, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 0 }));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        served.Endpoint.AddRateLimiter(limiter);
        served.Endpoint.MapText("ECHO", Handle);
        served.Endpoint.Map("SLOW", async (connection, token) =>
        {
            begun.SetResult();
            await release.Task.WaitAsync(token);
            await connection.WriteLineAsync("done", token);
        });
        await using TransportConnection first = await served.ConnectAsync();
        await using TransportConnection second = await served.ConnectAsync();
        await first.SendAsync("SLOW\n");
        await begun.Task.WaitAsync(Until.Deadline);

        await second.SendAsync("ECHO\nanother partition\nSLOW\n");

        Assert.Equal("another partition\n", await second.ReadToEndAsync());
        LogLine line = Assert.Single(served.Reasons);
        Assert.Equal("(memory): SLOW: more commands than the rate limiter allows: closing the connection", line.Message);
        Assert.Equal(("RateLimited", LogLevel.Warning), (line.Event, line.Level));
        release.SetResult();
        Assert.Equal("done\n", await first.ReadTextAsync());
    }

    [Fact]
    public async Task A_connection_that_sends_more_commands_a_second_than_allowed_is_closed()
    {
        var time = new FakeTimeProvider();
        await using var served = new ServedEndpoint(new CommandEndpointOptions { MaxCommandsPerSecond = 2, TimeProvider = time });
        served.Endpoint.MapText("ECHO", Handle);
        await using TransportConnection polite = await served.ConnectAsync();
        await using TransportConnection rude = await served.ConnectAsync();
        for (int i = 0; i < 6; i++)
        {
            await polite.SendAsync("ECHO\nmay I\n");
            Assert.Equal("may I\n", await polite.ReadTextAsync());
            time.Advance(TimeSpan.FromSeconds(0.5));
        }

        await rude.SendAsync("ECHO\n1\nECHO\n2\nECHO\n3\n");

        Assert.Equal("1\n2\n", await rude.ReadToEndAsync());
        LogLine line = Assert.Single(served.Reasons);
        Assert.Equal("(memory): ECHO: more than 2 commands a second: closing the connection", line.Message);
        Assert.Equal("RateLimited", line.Event);
    }

    private string Handle(string text)
    {
        _steps.Enqueue("handler");
        return text;
    }

    private CommandFilter Step(string name) => async (context, next) =>
    {
        _steps.Enqueue($"{name} {context.Command}");
        await next(context);
        _steps.Enqueue($"{name} after");
    };

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
