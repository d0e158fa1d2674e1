using PolyType;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>Interface values: shapes by their registered names, and objects.</summary>
[GenerateShape]
public sealed partial record Sketch
{
    public IShape? Main { get; init; }

    public List<IShape?> Others { get; init; } = [];

    public Dictionary<string, IShape?>? Named { get; init; }

    public object? Any { get; init; }

    public object?[] Anys { get; init; } = [];
}
