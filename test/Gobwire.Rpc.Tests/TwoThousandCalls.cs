namespace Gobwire.Rpc.Tests;

/// <summary>2,000 calls under way at a time on one connection, with errors in between.</summary>
internal static class TwoThousandCalls
{
    private const int Count = 2_000;

    public static async Task RunAsync(RpcClient client) => await Task.WhenAll(Enumerable.Range(0, Count).Select(i => CallAsync(client, i)));

    private static async Task CallAsync(RpcClient client, int i)
    {
        await Task.Yield();
        Task<Quotient> call = client.CallAsync<Args, Quotient>("Arith.Divide", new() { A = i, B = i % 7 });
        if (i % 7 == 0)
            Assert.Equal("divide by zero", (await Assert.ThrowsAsync<RpcServerException>(() => call)).Message);
        else
            Assert.Equal(new Quotient { Quo = i / (i % 7), Rem = i % (i % 7) }, await call);
    }
}
