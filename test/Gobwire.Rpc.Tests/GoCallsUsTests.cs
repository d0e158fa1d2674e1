using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>A live Go client calls our server.</summary>
public sealed class GoCallsUsTests
{
    [Fact]
    public async Task A_go_client_is_served_over_tcp()
    {
        var server = new RpcServer();
        server.Register(new Arith());
        server.Register("net.rpc.Arith", new Arith());
        await using RunningServer running = server.Start(port: 0);

        await GoPeer.CheckAsync("tcp", $"127.0.0.1:{running.Port}", "arith");
    }
}
