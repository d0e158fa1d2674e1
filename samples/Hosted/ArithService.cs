using Gobwire.Rpc;
using PolyType;

namespace Hosted;

/// <summary>The service of net/rpc's documentation, from the container: each call has its own object.</summary>
[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
internal sealed partial class ArithService(CallLog log)
{
    public long Multiply(Args args)
    {
        log.Note(nameof(Multiply));
        return args.A * args.B;
    }

    public Quotient Divide(Args args)
    {
        log.Note(nameof(Divide));
        return args.B == 0
            ? throw new RpcServerException("divide by zero")
            : new Quotient(args.A / args.B, args.A % args.B);
    }
}
