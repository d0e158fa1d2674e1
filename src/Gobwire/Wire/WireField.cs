namespace Gobwire.Wire;

/// <summary>A field in a struct's definition (Go's <c>fieldType</c>).</summary>
internal readonly record struct WireField(string Name, int Type);
