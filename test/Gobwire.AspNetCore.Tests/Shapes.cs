using PolyType;

namespace Gobwire.AspNetCore.Tests;

/// <summary>Two numbers.</summary>
[GenerateShape]
internal sealed partial record Pair(long A, long B);
