using PolyType;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>A type that holds itself, and what may be null.</summary>
[GenerateShape]
public sealed partial record Branch
{
    public required string Name { get; init; }

    public List<Branch> Kids { get; init; } = [];

    public Branch? Next { get; init; }

    public Point? At { get; init; }

    public int? N { get; init; }

    public Point Origin { get; init; }

    public Dictionary<string, Branch>? ByName { get; init; }
}
