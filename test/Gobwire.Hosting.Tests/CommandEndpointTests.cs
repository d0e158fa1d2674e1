using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Gobwire.Commands;
using Gobwire.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gobwire.Hosting.Tests;

/// <summary>Endpoints on the generic host.</summary>
public sealed class CommandEndpointTests
{
    [Fact]
    public async Task Delegates_of_each_form_handle_commands()
    {
        var taken = new TaskCompletionSource<Pair>(TaskCreationOptions.RunContinuationsAsynchronously);
        var takenLater = new TaskCompletionSource<Pair>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = new TestHost();
        host.Services.AddSingleton("from the container");
        host.Services.AddCommandEndpoint()
            .Listen("127.0.0.1:0")
            .MapText("TEXT", text => $"got {text}")
            .MapText("TEXTLATER", (text, _) => new($"later {text}"))
            .Map<Pair>("TAKE", taken.SetResult)
            .Map<Pair>("TAKELATER", (pair, _) =>
            {
                takenLater.SetResult(pair);
                return ValueTask.CompletedTask;
            })
            .Map<Pair, long>("SUM", pair => pair.A + pair.B)
            .Map<Pair, long>("DIFFERENCE", (pair, _) => new(pair.A - pair.B))
            .Map("RAW", async (connection, token) => await connection.WriteLineAsync("raw", token))
            .Map("SERVICES", context => context.Connection.WriteLineAsync(context.Services!.GetRequiredService<string>()))
            .Map((endpoint, services) => endpoint.MapText("SELF", _ => services.GetRequiredService<string>()));
        await host.StartAsync();

        await using CommandClient client = await host.ConnectAsync();
        Assert.Equal("got a", await client.AskTextAsync("TEXT", "a"));
        Assert.Equal("later b", await client.AskTextAsync("TEXTLATER", "b"));
        await client.SendAsync("TAKE", new Pair(1, 2));
        await client.SendAsync("TAKELATER", new Pair(3, 4));
        Assert.Equal(7, await client.AskAsync<Pair, long>("SUM", new Pair(3, 4)));
        Assert.Equal(-1, await client.AskAsync<Pair, long>("DIFFERENCE", new Pair(3, 4)));
        await client.SendAsync("RAW");
        Assert.Equal("raw", await client.Connection.ReadLineAsync(Until.Deadline));
        await client.SendAsync("SERVICES");
        Assert.Equal("from the container", await client.Connection.ReadLineAsync(Until.Deadline));
        Assert.Equal("from the container", await client.AskTextAsync("SELF", ""));
        Assert.Equal(new Pair(1, 2), await taken.Task);
        Assert.Equal(new Pair(3, 4), await takenLater.Task);
    }

    [Fact]
    public async Task A_class_handles_each_command_in_a_scope_that_ends_with_it()
    {
        await using var host = new TestHost();
        host.Services.AddSingleton<Visits>().AddSingleton<Kept>().AddScoped<Visit>();
        host.Services.AddCommandEndpoint(endpoint => endpoint
            .Listen(new IPEndPoint(IPAddress.Loopback, 0))
            .MapHandler<SumHandler>("SUM")
            .MapHandler<KeepHandler>("KEEP")
            .MapHandler<EchoHandler>("ECHO"));
        await host.StartAsync();
        var visits = host.Host.Services.GetRequiredService<Visits>();

        await using CommandClient client = await host.ConnectAsync();
        Assert.Equal(new Pair(7, 1), await client.AskAsync<Pair, Pair>("SUM", new Pair(3, 4)));
        Assert.Equal(new Pair(9, 2), await client.AskAsync<Pair, Pair>("SUM", new Pair(4, 5)));
        Assert.Equal("ECHO 3 line", await client.AskTextAsync("ECHO", "line"));
        await client.SendAsync("KEEP", new Pair(5, 6));
        Assert.Equal(new Pair(5, 6), await host.Host.Services.GetRequiredService<Kept>().Pair.Task);
        await Until.TrueAsync(() => visits.Ended == 3, "each scope has ended");
    }

    [Fact]
    public async Task A_filter_from_the_container_shares_the_scope_with_its_handler()
    {
        await using var host = new TestHost();
        host.Services.AddSingleton<Visits>().AddScoped<Visit>();
        host.Services.AddCommandEndpoint().Listen("127.0.0.1:0").AddFilter<EvenFilter>().MapHandler<EchoHandler>("ECHO");
        await host.StartAsync();

        await using (CommandClient refused = await host.ConnectAsync())
            await Assert.ThrowsAsync<CommandException>(async () => await refused.AskTextAsync("ECHO", "line"));
        await using CommandClient client = await host.ConnectAsync();
        Assert.Equal("ECHO 2 line", await client.AskTextAsync("ECHO", "line"));
        Assert.Contains("an odd visit", (await host.Logger.WaitForAsync("CommandRefused")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_limiter_closes_the_connection_of_a_command_beyond_it_inside_the_filters_added_before()
    {
        await using var host = new TestHost();
        await using PartitionedRateLimiter<CommandContext> limiter = PartitionedRateLimiter.Create<CommandContext, string>(context =>
            RateLimitPartition.GetTokenBucketLimiter(context.Command, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromHours(1), AutoReplenishment = false, QueueLimit = 0,
            }));
        (int before, int after) = (0, 0);
        host.Services.AddCommandEndpoint().Listen("127.0.0.1:0")
            .AddFilter((context, next) => { Interlocked.Increment(ref before); return next(context); })
            .AddRateLimiter(limiter)
            .AddFilter((context, next) => { Interlocked.Increment(ref after); return next(context); })
            .MapText("TEXT", text => text).MapText("OTHER", text => text);
        await host.StartAsync();
        await using CommandClient client = await host.ConnectAsync();
        Assert.Equal("a", await client.AskTextAsync("TEXT", "a"));
        Assert.Equal("b", await client.AskTextAsync("TEXT", "b"));

        await Assert.ThrowsAsync<CommandException>(async () => await client.AskTextAsync("TEXT", "c"));

        LogLine line = Assert.Single(host.Logger.Of("RateLimited"));
        Assert.EndsWith("TEXT: more commands than the rate limiter allows: closing the connection", line.Message, StringComparison.Ordinal);
        Assert.Equal((3, 2), (before, after));
        await using CommandClient other = await host.ConnectAsync();
        Assert.Equal("d", await other.AskTextAsync("OTHER", "d"));
    }

    [Fact]
    public async Task Two_endpoints_on_several_addresses_are_served_by_one_host()
    {
        using var folder = new TemporaryFolder();
        await using var host = new TestHost();
        host.Services.AddCommandEndpoint("first").Listen(new IPEndPoint(IPAddress.Loopback, 0)).Listen(new UnixDomainSocketEndPoint(folder.PathOf("first.sock"))).MapText("WHO", _ => "first");
        host.Services.AddCommandEndpoint("second").Listen("127.0.0.1:0").MapText("WHO", _ => "second");
        host.Services.AddCommandEndpoint("second").MapText("ALSO", _ => "said later");
        await host.StartAsync();

        foreach ((string name, int address) in new[] { ("first", 0), ("first", 1), ("second", 0) })
        {
            await using CommandClient client = await host.ConnectAsync(name, address);
            Assert.Equal(name, await client.AskTextAsync("WHO", ""));
        }

        await using CommandClient last = await host.ConnectAsync("second");
        Assert.Equal("said later", await last.AskTextAsync("ALSO", ""));
    }

    [Fact]
    public async Task A_client_that_has_ended_what_it_sends_gets_its_reply()
    {
        await using var host = new TestHost();
        host.Services.AddCommandEndpoint().Listen("127.0.0.1:0").MapText("TEXT", text => $"got {text}");
        await host.StartAsync();

        await using CommandClient client = await host.ConnectAsync();
        await client.SendTextAsync("TEXT", "the last");
        await client.Connection.CompleteOutputAsync();
        Assert.Equal("got the last", await client.Connection.ReadLineAsync(Until.Deadline));
    }

    [Fact]
    public async Task Limits_of_connections_hold_for_all_addresses_together()
    {
        await using var host = new TestHost();
        host.Services.AddCommandEndpoint().Configure(options => options.MaxConnections = 1).Listen("127.0.0.1:0").Listen("127.0.0.1:0")
            .MapText("TEXT", text => text);
        await host.StartAsync();

        await using CommandClient first = await host.ConnectAsync(address: 0);
        Assert.Equal("a", await first.AskTextAsync("TEXT", "a"));
        // Refused while it connects, or just after.
        await Assert.ThrowsAsync<CommandException>(async () =>
        {
            await using CommandClient second = await host.ConnectAsync(address: 1);
            await second.AskTextAsync("TEXT", "b");
        });
        Assert.Contains("1 connections are held already", (await host.Logger.WaitForAsync("ConnectionRefused")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_without_a_form_in_gob_fails_the_start()
    {
        await using var host = new TestHost();
        host.Services.AddCommandEndpoint().Listen("127.0.0.1:0").MapHandler<VersionHandler>("VERSION");

        await Assert.ThrowsAsync<GobException>(host.StartAsync);
    }
}
