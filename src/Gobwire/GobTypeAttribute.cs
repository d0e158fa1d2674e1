namespace Gobwire;

/// <summary>Gives a .NET type its Go name, as it stands in type definitions. Go's decoder gives these names no weight.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum, Inherited = false)]
public sealed class GobTypeAttribute : Attribute
{
    /// <summary>The declared name without its package, such as <c>complexData</c>; empty for an anonymous struct; null for the .NET name.</summary>
    public string? Name { get; init; }

    /// <summary>The package, such as <c>main</c>; null for <see cref="GobOptions.PackageName"/>.</summary>
    public string? Package { get; init; }
}
