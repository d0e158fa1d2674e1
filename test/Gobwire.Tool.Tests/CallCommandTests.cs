using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Gobwire.Rpc;
using Gobwire.Transport;

namespace Gobwire.Tool.Tests;

public sealed class CallCommandTests
{
    private static readonly string[] Multiply = ["Arith.Multiply", """{"A":7,"B":8}"""];

    [Fact]
    public async Task A_reply_is_printed_as_gob_json()
    {
        await using RunningServer server = Create(RpcProtocol.Gob).Start(new IPEndPoint(IPAddress.Loopback, 0), cancellationToken: TestContext.Current.CancellationToken);

        using TestRun run = await TestRun.OfAsync("", ["call", $"127.0.0.1:{server.Port}", .. Multiply]);

        Assert.Equal((0, "56\n", ""), (run.ExitCode, run.Text, run.Error));
    }

    [Fact]
    public async Task A_server_is_reached_inside_http()
    {
        await using RunningServer server = Create(RpcProtocol.Gob).StartHttp(new IPEndPoint(IPAddress.Loopback, 0), rpcPath: "/arith", cancellationToken: TestContext.Current.CancellationToken);

        using TestRun run = await TestRun.OfAsync("", ["call", "--http", "--path", "/arith", $"127.0.0.1:{server.Port}", .. Multiply]);
        using TestRun elsewhere = await TestRun.OfAsync("", ["call", "--http", $"127.0.0.1:{server.Port}", .. Multiply]);

        Assert.Equal((0, "56\n", ""), (run.ExitCode, run.Text, run.Error));
        Assert.Equal(1, elsewhere.ExitCode);
        Assert.EndsWith("unexpected HTTP response: 404 Not Found", elsewhere.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_is_reached_in_json_rpc_and_over_a_unix_socket()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using RunningServer server = Create(RpcProtocol.JsonRpc).Start(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);

        using TestRun run = await TestRun.OfAsync("", ["call", "--jsonrpc", "--unix", path, .. Multiply]);

        Assert.Equal((0, "56\n", ""), (run.ExitCode, run.Text, run.Error));
    }

    [Fact]
    public async Task The_server_s_error_and_a_failed_dial_are_on_standard_error()
    {
        await using RunningServer server = Create(RpcProtocol.Gob).Start(new IPEndPoint(IPAddress.Loopback, 0), cancellationToken: TestContext.Current.CancellationToken);

        using TestRun refused = await TestRun.OfAsync("", "call", $"127.0.0.1:{server.Port}", "Arith.Divide");
        using TestRun nobody = await TestRun.OfAsync("", ["call", "127.0.0.1:1", .. Multiply]);
        using TestRun bad = await TestRun.OfAsync("", "call", $"127.0.0.1:{server.Port}", "Arith.Multiply", "{");

        Assert.Equal((1, "", "gobwire: divide by zero"), (refused.ExitCode, refused.Text, refused.Error.TrimEnd()));
        Assert.Equal((1, "gobwire: dialing 127.0.0.1:1: connection refused"), (nobody.ExitCode, nobody.Error.TrimEnd()));
        Assert.Equal(1, bad.ExitCode);
        Assert.StartsWith("gobwire: gob: ", bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_has_the_time_it_is_given()
    {
        RpcServer late = new();
        var release = new TaskCompletionSource<long>();
        late.Map<GobValue, long>("Arith.Multiply", (_, _) => new(release.Task));
        await using RunningServer server = late.Start(new IPEndPoint(IPAddress.Loopback, 0), cancellationToken: TestContext.Current.CancellationToken);

        using TestRun run = await TestRun.OfAsync("", ["call", "--timeout", "0.3", $"127.0.0.1:{server.Port}", .. Multiply]);

        release.SetResult(56);
        Assert.Equal((1, "", "gobwire: Arith.Multiply: no reply within 0.3 s"), (run.ExitCode, run.Text, run.Error.TrimEnd()));
    }

    private static RpcServer Create(RpcProtocol protocol)
    {
        var server = new RpcServer(new RpcServerOptions { Protocol = protocol });
        if (protocol == RpcProtocol.JsonRpc)
        {
            server.Map<JsonElement, long>("Arith.Multiply", args => args.GetProperty("A").GetInt64() * args.GetProperty("B").GetInt64());
            return server;
        }

        server.Map<GobValue, long>("Arith.Multiply", args => args["A"].AsInt64() * args["B"].AsInt64());
        server.Map<GobValue, long>("Arith.Divide", _ => throw new RpcServerException("divide by zero"));
        return server;
    }
}
