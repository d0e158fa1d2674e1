using PolyType;

namespace Arith;

/// <summary>Go's <c>Args</c>.</summary>
[GenerateShape]
internal sealed partial record Args
{
    public long A { get; init; }

    public long B { get; init; }
}
