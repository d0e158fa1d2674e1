using PolyType;

namespace Arith;

/// <summary>Go's <c>Quotient</c>.</summary>
[GenerateShape]
internal sealed partial record Quotient
{
    public long Quo { get; init; }

    public long Rem { get; init; }
}
