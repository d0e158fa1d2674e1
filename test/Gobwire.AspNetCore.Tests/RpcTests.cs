using System.Net;
using Gobwire.Hosting;
using Gobwire.Rpc;
using Gobwire.Testing;
using Microsoft.AspNetCore.Builder;

namespace Gobwire.AspNetCore.Tests;

/// <summary>Servers of net/rpc on Kestrel's ports, and inside HTTP.</summary>
public sealed class RpcTests
{
    private static readonly RpcClientOptions Options = new() { CallTimeout = TestApp.Patience };

    [Fact]
    public async Task Net_rpc_and_json_rpc_have_ports_of_their_own()
    {
        await using var app = new TestApp();
        app.Services.AddRpcServer().Map<long, long>("Twice.Of", n => 2 * n);
        app.Services.AddRpcServer("json").Configure(options => options.Protocol = RpcProtocol.JsonRpc).Map<long, long>("Twice.Of", n => 2 * n);
        await app.Listen(port => port.UseRpc()).Listen(port => port.UseRpc("json")).StartAsync();

        await using RpcClient gob = await RpcClient.DialAsync(app.AddressOf(1), Options, Until.Deadline);
        await using RpcClient json = await RpcClient.DialAsync(app.AddressOf(2), Options with { Protocol = RpcProtocol.JsonRpc }, Until.Deadline);

        Assert.Equal(6, await gob.CallAsync<long, long>("Twice.Of", 3));
        Assert.Equal(6, await json.CallAsync<long, long>("Twice.Of", 3));
        Assert.Equal("a page", await app.GetAsync("/page"));
    }

    [Fact]
    public async Task Connect_leads_from_http_to_net_rpc_and_the_debug_page_counts()
    {
        await using var app = new TestApp();
        app.Services.AddRpcServer().Map<long, long>("Twice.Of", n => 2 * n);
        app.App.MapRpc();
        app.App.MapRpcDebug();
        await app.StartAsync();

        await using (RpcClient client = await RpcClient.DialHttpAsync(app.AddressOf(0), options: Options, cancellationToken: Until.Deadline))
        {
            foreach (long n in Enumerable.Range(0, 100))
                Assert.Equal(2 * n, await client.CallAsync<long, long>("Twice.Of", n));
        }

        string page = await app.GetAsync("/debug/rpc");
        Assert.Contains("Of(int, *int) error", page, StringComparison.Ordinal);
        Assert.Contains("<td align=center>100</td>", page, StringComparison.Ordinal);
        Assert.Equal("a page", await app.GetAsync("/page"));
    }

    [Fact]
    public async Task Another_method_than_connect_is_refused_in_go_s_words()
    {
        await using var app = new TestApp();
        app.Services.AddRpcServer().Map<long, long>("Twice.Of", n => 2 * n);
        app.App.MapRpc("/rpc");
        await app.StartAsync();

        using var http = new HttpClient();
        using HttpResponseMessage refused = await http.GetAsync(new Uri($"http://{app.AddressOf(0)}/rpc"), Until.Deadline);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Equal("405 must CONNECT\n", await refused.Content.ReadAsStringAsync(Until.Deadline));
        await Assert.ThrowsAsync<RpcException>(() => RpcClient.DialHttpAsync(app.AddressOf(0), "/elsewhere", Options, Until.Deadline));
    }

    [Fact]
    public async Task A_stop_answers_the_call_begun_inside_http_too()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = new TestApp();
        app.Services.AddRpcServer().Map<long, long>("Slow.Of", async (n, _) =>
        {
            begun.SetResult();
            await release.Task;
            return n;
        });
        app.App.MapRpc();
        await app.StartAsync();
        await using RpcClient client = await RpcClient.DialHttpAsync(app.AddressOf(0), options: Options, cancellationToken: Until.Deadline);
        Task<long> reply = client.CallAsync<long, long>("Slow.Of", 5);
        await begun.Task;

        Task stop = app.StopAsync();
        await Until.TrueAsync(() => app.App.Lifetime.ApplicationStopping.IsCancellationRequested, "the stop has begun");
        release.SetResult();

        Assert.Equal(5, await reply);
        await stop;
    }

    [Fact]
    public async Task A_route_to_a_server_that_nobody_added_is_an_error()
    {
        await using var app = new TestApp();

        var error = Assert.Throws<InvalidOperationException>(() => app.App.MapRpc(server: "nobody"));

        Assert.StartsWith("There is no rpc server nobody", error.Message, StringComparison.Ordinal);
    }
}
