using PolyType;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>A shape that is a pointer in Go.</summary>
[GenerateShape]
public sealed partial record Circle(double R) : IShape;
