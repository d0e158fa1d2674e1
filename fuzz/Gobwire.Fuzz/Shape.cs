using PolyType;

namespace Gobwire.Fuzz;

/// <summary>A small struct that travels in interface values.</summary>
[GenerateShape]
internal sealed partial record Shape(string Name, double Side);
