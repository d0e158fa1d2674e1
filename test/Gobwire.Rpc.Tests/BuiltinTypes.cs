using PolyType;

namespace Gobwire.Rpc.Tests;

/// <summary>The service of that name in net/rpc's tests: methods of Go's shape, whose reply is filled in.</summary>
[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
internal sealed partial class BuiltinTypes
{
    public void Map(Args args, Dictionary<long, long> reply) => reply[args.A] = args.B;

    public Task SliceAsync(Args args, List<long> reply, CancellationToken cancellationToken)
    {
        reply.AddRange([args.A, args.B]);
        return Task.CompletedTask;
    }

    public Pair Array(Args args) => [args.A, args.B];
}
