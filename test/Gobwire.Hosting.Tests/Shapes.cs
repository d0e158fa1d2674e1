using PolyType;

namespace Gobwire.Hosting.Tests;

/// <summary>Two numbers.</summary>
[GenerateShape]
internal sealed partial record Pair(long A, long B);
