using PolyType;

namespace Gobwire.Tests.Golden.Types;

/// <summary>A slice of itself.</summary>
[GenerateShape]
internal sealed partial class S : List<S>;

[GenerateShape]
internal sealed partial record Rec(int V, Rec? R);

[GenerateShape, GobType(Name = "")]
internal sealed partial record OnlyV(int V);
