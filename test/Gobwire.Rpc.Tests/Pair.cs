using PolyType;

namespace Gobwire.Rpc.Tests;

/// <summary>Go's <c>[2]int</c>.</summary>
[GenerateShape]
[GobArray(2)]
internal sealed partial class Pair : List<long>;
