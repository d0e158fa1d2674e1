using PolyType;

namespace Hosted;

/// <summary>Go's <c>Args</c>.</summary>
[GenerateShape]
internal sealed partial record Args(long A, long B);
