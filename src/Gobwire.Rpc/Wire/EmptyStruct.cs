using PolyType;

namespace Gobwire.Rpc.Wire;

/// <summary>Go's <c>struct{}</c>: the body that follows an error, and the reply of a method that returns nothing.</summary>
[GenerateShape]
[GobType(Name = "")]
internal readonly partial record struct EmptyStruct;
