using Gobwire.Rpc;
using PolyType;

string address = args.Length > 0 ? args[0] : "localhost:1234";
await using RpcClient client = await RpcClient.DialAsync(address);
long product = await client.CallAsync<Args, long>("Arith.Multiply", new() { A = 7, B = 8 });
Console.WriteLine($"7*8={product}");

[GenerateShape]
internal sealed partial record Args
{
    public long A { get; init; }

    public long B { get; init; }
}
