using Gobwire.Rpc;

namespace Arith;

/// <summary>The service itself.</summary>
internal sealed class ArithService : IArith
{
    public Task<long> MultiplyAsync(Args args, CancellationToken cancellationToken) => Task.FromResult(args.A * args.B);

    public Task<Quotient> DivideAsync(Args args, CancellationToken cancellationToken) => args.B == 0
        ? throw new RpcServerException("divide by zero")
        : Task.FromResult(new Quotient { Quo = args.A / args.B, Rem = args.A % args.B });
}
