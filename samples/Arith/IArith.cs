using PolyType;

namespace Arith;

/// <summary>The service of net/rpc's documentation, as its callers see it.</summary>
[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
internal partial interface IArith
{
    Task<long> MultiplyAsync(Args args, CancellationToken cancellationToken = default);

    Task<Quotient> DivideAsync(Args args, CancellationToken cancellationToken = default);
}
