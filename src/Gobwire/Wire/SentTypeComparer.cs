using System.Runtime.CompilerServices;

namespace Gobwire.Wire;

/// <summary>What one definition serves on a stream: a type itself, but of types made by hand all that are made alike.</summary>
internal sealed class SentTypeComparer : IEqualityComparer<object>
{
    public static SentTypeComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y) =>
        ReferenceEquals(x, y) || (x is GobType { Id: 0 } a && y is GobType { Id: 0 } b && GobTypeComparer.SameDefinition.Equals(a, b));

    public int GetHashCode(object obj) =>
        obj is GobType { Id: 0 } type ? GobTypeComparer.SameDefinition.GetHashCode(type) : RuntimeHelpers.GetHashCode(obj);
}
