using PolyType;

namespace Hosted;

/// <summary>Go's <c>Quotient</c>.</summary>
[GenerateShape]
internal sealed partial record Quotient(long Quo, long Rem);
