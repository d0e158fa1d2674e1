namespace Gobwire.Rpc.Tests;

/// <summary>Our client calls a live Go server.</summary>
public sealed class WeCallGoTests
{
    [Fact]
    public async Task A_go_server_answers_over_tcp()
    {
        await using GoPeer go = await GoPeer.ServeAsync("tcp");
        await using RpcClient client = await RpcClient.DialAsync(go.Address, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(56, await client.CallAsync<Args, long>("Arith.Multiply", new() { A = 7, B = 8 }, TestContext.Current.CancellationToken));
        RpcServerException error = await Assert.ThrowsAsync<RpcServerException>(
            () => client.CallAsync<Args, Quotient>("Arith.Divide", new() { A = 17, B = 0 }, TestContext.Current.CancellationToken));
        Assert.Equal("divide by zero", error.Message);
        Assert.Equal(
            new Quotient { Quo = 3, Rem = 2 },
            await client.CallAsync<Args, Quotient>("Arith.Divide", new() { A = 17, B = 5 }, TestContext.Current.CancellationToken));
    }
}
