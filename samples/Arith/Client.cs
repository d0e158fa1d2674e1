using Gobwire.Rpc;

namespace Arith;

/// <summary>The client: a product, a quotient, and an error.</summary>
internal static class Client
{
    public static async Task RunAsync(Mode mode, string address)
    {
        var options = new RpcClientOptions
        {
            Protocol = mode == Mode.Json ? RpcProtocol.JsonRpc : RpcProtocol.Gob,
            Json = ArithJson.Default.Options,
            CallTimeout = TimeSpan.FromSeconds(10),
        };
        await using RpcClient client = mode == Mode.Http
            ? await RpcClient.DialHttpAsync(address, options: options)
            : await RpcClient.DialAsync(address, options);
        var arith = new ArithClient(client);
        Console.WriteLine($"Arith: 7*8={await arith.MultiplyAsync(new() { A = 7, B = 8 })}");
        Quotient quotient = await arith.DivideAsync(new() { A = 17, B = 5 });
        Console.WriteLine($"Arith: 17/5={quotient.Quo} remainder {quotient.Rem}");
        try
        {
            await arith.DivideAsync(new() { A = 17, B = 0 });
        }
        catch (RpcServerException error)
        {
            Console.WriteLine($"Arith: 17/0: {error.Message}");
        }
    }
}
