using Gobwire.Rpc;
using Gobwire.Testing;
using Microsoft.Extensions.DependencyInjection;

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
