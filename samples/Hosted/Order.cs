using PolyType;

namespace Hosted;

/// <summary>Go's <c>type Order struct { Article string; Count int }</c>.</summary>
[GenerateShape]
internal sealed partial record Order(string Article, long Count);
