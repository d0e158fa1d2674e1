using PolyType;

namespace Gobwire.Benchmarks.Values;

/// <summary>Shapes of collections of our types, and options that know them.</summary>
[GenerateShapeFor<Row[]>]
[GenerateShapeFor<Link[]>]
internal sealed partial class Shapes
{
    public static GobOptions Options { get; } = GobOptions.Trusted with { TypeShapeProvider = GeneratedTypeShapeProvider };
}
