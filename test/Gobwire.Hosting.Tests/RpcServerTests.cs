using Gobwire.Rpc;
using Gobwire.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Hosting.Tests;

/// <summary>Servers of net/rpc on the generic host.</summary>
public sealed class RpcServerTests
{
    [Fact]
    public async Task A_service_from_the_container_has_a_scope_a_call()
    {
        await using var host = new TestHost();
        host.Services.AddSingleton<Visits>().AddScoped<Visit>();
        host.Services.AddRpcServer(rpc => rpc.Listen("127.0.0.1:0").AddService<ArithService>("Arith"));
        await host.StartAsync();
        var visits = host.Host.Services.GetRequiredService<Visits>();

        await using RpcClient client = await host.DialAsync();
        Assert.Equal(56, await client.CallAsync<Pair, long>("Arith.Multiply", new Pair(7, 8)));
        Assert.Equal(new Pair(2, 9), await client.CallAsync<Pair, Pair>("Arith.Visit", new Pair(0, 9)));
        await Until.TrueAsync(() => visits.Ended == 2, "each scope has ended");
    }

    [Fact]
    public async Task A_filter_from_the_container_shares_the_call_s_scope_with_its_service()
    {
        await using var host = new TestHost();
        host.Services.AddSingleton<Visits>().AddScoped<Visit>();
        host.Services.AddRpcServer(rpc => rpc.Listen("127.0.0.1:0").AddService<ArithService>("Arith").AddFilter<EvenCallFilter>());
        await host.StartAsync();
        var visits = host.Host.Services.GetRequiredService<Visits>();

        await using RpcClient client = await host.DialAsync();
        var error = await Assert.ThrowsAsync<RpcServerException>(() => client.CallAsync<Pair, Pair>("Arith.Visit", new Pair(0, 8)));
        Assert.Equal("Arith.Visit: an odd visit", error.Message);
        Assert.Equal(new Pair(2, 9), await client.CallAsync<Pair, Pair>("Arith.Visit", new Pair(0, 9)));
        await Until.TrueAsync(() => visits.Ended == 2, "each scope has ended");
    }

    [Fact]
    public async Task Filters_and_methods_of_a_host_see_the_call_s_services_the_first_filter_outermost()
    {
        await using var host = new TestHost();
        host.Services.AddSingleton<Visits>().AddScoped<Visit>();
        host.Services.AddRpcServer().Listen("127.0.0.1:0")
            .AddFilter((context, next) => Note(context, "first", next))
            .Map<long, string>("Who.Is", (_, context, _) => new($"{context.Items["steps"]} {context.Services?.GetRequiredService<Visit>().Number}"))
            .AddFilter((context, next) => Note(context, "second", next));
        await host.StartAsync();

        await using RpcClient client = await host.DialAsync();
        Assert.Equal("first1 second1 1", await client.CallAsync<long, string>("Who.Is", 0));
        Assert.Equal("first2 second2 2", await client.CallAsync<long, string>("Who.Is", 0));

        static ValueTask Note(RpcCallContext context, string name, RpcNext next)
        {
            context.Items.TryGetValue("steps", out object? before);
            context.Items["steps"] = $"{before} {name}{context.Services?.GetRequiredService<Visit>().Number}".TrimStart();
            return next(context);
        }
    }

    [Fact]
    public async Task Calls_a_second_are_limited_by_configuration()
    {
        await using var host = new TestHost(("Gobwire:Rpc:main:Listen:0", "127.0.0.1:0"), ("Gobwire:Rpc:main:MaxCallsPerSecond", "1"));
        host.Services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        host.Services.AddRpcServer().Configure(host.Section("Gobwire:Rpc:main")).Map<long, long>("Twice.Of", n => 2 * n);
        await host.StartAsync();

        await using RpcClient client = await host.DialAsync();
        Assert.Equal(6, await client.CallAsync<long, long>("Twice.Of", 3));
        var error = await Assert.ThrowsAsync<RpcServerException>(() => client.CallAsync<long, long>("Twice.Of", 3));

        Assert.Equal("more than 1 calls a second", error.Message);
        await using RpcClient other = await host.DialAsync();
        Assert.Equal(8, await other.CallAsync<long, long>("Twice.Of", 4));
    }

    [Fact]
    public async Task A_service_that_the_container_cannot_make_fails_its_call_and_is_logged()
    {
        await using var host = new TestHost();
        host.Services.AddRpcServer().Listen("127.0.0.1:0").AddService<ArithService>("Arith").Map<long, long>("Twice.Of", n => 2 * n);
        await host.StartAsync();

        await using RpcClient client = await host.DialAsync();
        var error = await Assert.ThrowsAsync<RpcServerException>(() => client.CallAsync<Pair, long>("Arith.Multiply", new Pair(7, 8)));
        Assert.Equal(RpcServerOptions.InternalError, error.Message);
        Assert.Equal(6, await client.CallAsync<long, long>("Twice.Of", 3));
        Assert.Contains("Visit", (await host.Logger.WaitForAsync("CallFailed")).Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_unix_http_and_json_servers_stand_side_by_side()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("rpc.sock");
        await using var host = new TestHost(
            ("Gobwire:Rpc:main:Listen:0", "127.0.0.1:0"),
            ("Gobwire:Rpc:main:Listen:1", $"unix:{path}"),
            ("Gobwire:Rpc:main:ListenHttp:0", "localhost:0"),
            ("Gobwire:Rpc:json:Protocol", "JsonRpc"),
            ("Gobwire:Rpc:json:Listen:0", "[::1]:0"));
        host.Services.AddRpcServer().Configure(host.Section("Gobwire:Rpc:main")).AddHealthCheck().Map<long, long>("Twice.Of", n => 2 * n);
        host.Services.AddRpcServer("json").Configure(host.Section("Gobwire:Rpc:json")).Map<long, long>("Twice.Of", (n, _) => new(2 * n));
        await host.StartAsync();

        await using RpcClient plain = await host.DialAsync();
        await using RpcClient unix = await host.DialAsync(address: 1);
        await using RpcClient http = await RpcClient.DialHttpAsync(TestHost.AddressOf(host.Rpc().EndPoints[2]), cancellationToken: Until.Deadline);
        await using RpcClient json = await RpcClient.DialAsync(
            TestHost.AddressOf(host.Rpc("json").EndPoints[0]), new RpcClientOptions { Protocol = RpcProtocol.JsonRpc }, Until.Deadline);
        foreach (RpcClient client in new[] { plain, unix, http, json })
            Assert.Equal(6, await client.CallAsync<long, long>("Twice.Of", 3));
        Assert.Equal($"unix:{path}", $"unix:{host.Rpc().EndPoints[1]}");
    }

    [Fact]
    public async Task A_stop_answers_the_call_begun()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = new TestHost();
        host.Services.AddRpcServer().Listen("127.0.0.1:0").Map<long, long>("Slow.Of", async (n, _) =>
        {
            begun.SetResult();
            await release.Task;
            return n;
        });
        await host.StartAsync();

        await using RpcClient client = await host.DialAsync();
        Task<long> reply = client.CallAsync<long, long>("Slow.Of", 5);
        await begun.Task;
        Task stop = host.StopAsync();
        await host.Logger.WaitForAsync("Draining");
        release.SetResult();
        Assert.Equal(5, await reply);
        await stop;
    }
}
