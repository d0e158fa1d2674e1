using Gobwire.Commands;
using Gobwire.Interop.Tests;
using Gobwire.Testing;

namespace Gobwire.Nats.Tests;

/// <summary>A Go program with nats.go's wire format at the other end of NATS.</summary>
public sealed class GoPeerTests(GoToolchain go) : SystemTest
{
    private const string Program = "natspeer";

    [Theory]
    [InlineData("ask", "ORDER", """{"Id":7,"Text":"Thank you, Ann","Total":3.5}""")]
    [InlineData("int", "DOUBLE", "42")]
    [InlineData("text", "STRING", "\"enil a\\n\"")]
    public async Task Go_asks_our_worker(string mode, string command, string reply)
    {
        await go.BuildAsync(Program);
        await StartWorkerAsync(endpoint =>
        {
            endpoint.Map<Order, Receipt>("ORDER", Receipt.Of);
            endpoint.Map<int, int>("DOUBLE", number => 2 * number);
            endpoint.MapText("STRING", text => new string([.. text.Reverse()]));
        });
        await using ChildProcess peer = await go.StartAsync(Program, "-addr", Server.Address, "-mode", mode, "-subject", $"shop.{command}");
        Assert.Equal(reply, await peer.ReadLineAsync(Until.Deadline));
        await peer.ExpectExitAsync(0, Until.Deadline);
    }

    [Fact]
    public async Task Go_sees_a_refusal_in_the_headers_that_NATS_services_have_for_it()
    {
        await go.BuildAsync(Program);
        await StartWorkerAsync(endpoint => endpoint.Map<Order, Receipt>("ORDER", Receipt.Of));
        await using ChildProcess peer = await go.StartAsync(Program, "-addr", Server.Address, "-mode", "error", "-subject", "shop.ORDER");
        string headers = await peer.ReadLineAsync(Until.Deadline);
        Assert.Contains("Nats-Service-Error-Code: 400", headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_edge_asks_a_worker_in_Go()
    {
        await go.BuildAsync(Program);
        await using ChildProcess peer = await go.StartAsync(
            Program, "-addr", Server.Address, "-mode", "serve", "-subject", "shop.ORDER", "-queue", "workers");
        Assert.Equal("ready", await peer.ReadLineAsync(Until.Deadline));
        await using CommandClient client = await StartEdge().ConnectAsync();
        for (int id = 1; id <= 3; id++)
        {
            Receipt receipt = await client.AskAsync<Order, Receipt>("ORDER", new Order(id, "Ann", [1, 2]), Until.Deadline);
            Assert.Equal(new Receipt(id, "Thank you, Ann", 3), receipt);
        }
    }
}
