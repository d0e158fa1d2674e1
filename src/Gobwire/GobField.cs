namespace Gobwire;

/// <summary>A field of a struct as the wire describes it.</summary>
/// <param name="Name">The field's name, as in Go.</param>
/// <param name="Type">The field's type.</param>
public sealed record GobField(string Name, GobType Type);
