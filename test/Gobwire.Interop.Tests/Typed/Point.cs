using PolyType;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>A small struct.</summary>
[GenerateShape]
public readonly partial record struct Point(int X, int Y);
