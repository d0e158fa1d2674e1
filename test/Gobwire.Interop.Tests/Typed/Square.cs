using PolyType;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>A shape that is a struct.</summary>
[GenerateShape]
public readonly partial record struct Square(double Side) : IShape;
