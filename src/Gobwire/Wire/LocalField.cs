namespace Gobwire.Wire;

/// <summary>A field of a local struct.</summary>
internal readonly record struct LocalField(string Name, LocalTypeRef Type);
