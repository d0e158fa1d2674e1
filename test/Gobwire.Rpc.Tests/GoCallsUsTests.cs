using System.Net.Sockets;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>A live Go client calls our server, in all ways there are.</summary>
public sealed class GoCallsUsTests
{
    [Theory]
    [InlineData("tcp", "arith"), InlineData("tcp", "errors"), InlineData("tcp", "builtin"), InlineData("tcp", "many")]
    [InlineData("tcp", "overtake"), InlineData("tcp", "everything"), InlineData("tcp", "nulls")]
    [InlineData("http", "arith"), InlineData("http", "errors"), InlineData("http", "builtin"), InlineData("http", "many")]
    [InlineData("http", "overtake"), InlineData("http", "everything"), InlineData("http", "nulls")]
    [InlineData("json", "arith"), InlineData("json", "errors"), InlineData("json", "builtin"), InlineData("json", "many")]
    [InlineData("json", "overtake"), InlineData("json", "nulls")]
    [InlineData("path", "arith")]
    public async Task A_go_client_is_content_with_us(string mode, string check)
    {
        await using RunningServer running = TestServices.Start(mode);

        await GoPeer.CheckAsync(mode, $"127.0.0.1:{running.Port}", check);
    }

    [Fact]
    public async Task A_go_client_is_content_with_us_over_a_unix_socket()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using RunningServer running = TestServices.Create("unix").Start(new UnixDomainSocketEndPoint(path));

        await GoPeer.CheckAsync("unix", path, "arith");
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_go_client_sees_the_end_of_a_server_that_stops(string mode)
    {
        await using RunningServer running = TestServices.Start(mode);
        await using GoPeer go = await GoPeer.BeginCheckAsync(mode, $"127.0.0.1:{running.Port}", "until");
        Assert.Equal("calling", await go.ReadLineAsync());

        await running.StopAsync();

        await go.ExpectContentAsync();
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_go_client_killed_in_mid_call_disturbs_nobody(string mode)
    {
        var server = new RpcServer(new RpcServerOptions { Protocol = TestServices.ProtocolOf(mode), Json = TestServices.Json });
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        server.Map<Args, long>("Arith.Multiply", async (_, _) =>
        {
            entered.TrySetResult();
            await release.Task;
            return 0;
        });
        server.Map<Args, Reply>("Arith.Add", args => new Reply { C = args.A + args.B });
        await using RunningServer running = TestServices.Start(server, mode);
        await using GoPeer go = await GoPeer.BeginCheckAsync(mode, $"127.0.0.1:{running.Port}", "until");
        await entered.Task;

        await go.KillAsync();

        release.SetResult();
        await using RpcClient client = await TestServices.DialAsync(mode, $"127.0.0.1:{running.Port}");
        Assert.Equal(15, (await client.CallAsync<Args, Reply>("Arith.Add", new() { A = 7, B = 8 })).C);
    }
}
