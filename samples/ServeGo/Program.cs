using System.Net;
using Gobwire.Rpc;
using PolyType;

int port = args.Length > 0 ? int.Parse(args[0]) : 1234;
var server = new RpcServer();
server.Register(new Arith());
await using var running = server.Start(new IPEndPoint(IPAddress.Loopback, port));
Console.WriteLine($"Listening on localhost:{running.Port}");
await running.Completion;

[GenerateShape]
internal sealed partial record Args
{
    public long A { get; init; }

    public long B { get; init; }
}

[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
internal sealed partial class Arith
{
    public long Multiply(Args args) => args.A * args.B;
}
