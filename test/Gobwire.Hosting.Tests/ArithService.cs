using PolyType;

namespace Gobwire.Hosting.Tests;

/// <summary>A service of net/rpc, scoped.</summary>
[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
internal sealed partial class ArithService(Visit visit)
{
    public long Multiply(Pair args) => visit.Number > 0 ? args.A * args.B : 0;

    public async Task<Pair> VisitAsync(Pair args)
    {
        await Task.Yield();
        return new Pair(visit.Number, args.B);
    }
}
