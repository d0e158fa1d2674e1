using System.Numerics;
using Gobwire.Tests.Golden.Types;
using PolyType;

namespace Gobwire.Tests.Golden;

/// <summary>Shapes of the golden values' collections, and the names their concrete types are registered under in Go.</summary>
[GenerateShapeFor<Month>]
[GenerateShapeFor<Tags>]
[GenerateShapeFor<Grid>]
[GenerateShapeFor<ArrayOf3<int>>]
[GenerateShapeFor<ArrayOf2<string>>]
[GenerateShapeFor<ArrayOf2By2<bool>>]
[GenerateShapeFor<ArrayOf0<int>>]
[GenerateShapeFor<FourBytes>]
[GenerateShapeFor<Point[]>]
[GenerateShapeFor<Point?[]>]
[GenerateShapeFor<Dictionary<Point, string>>]
[GenerateShapeFor<Dictionary<Pair, int>>]
[GenerateShapeFor<Dictionary<string, Point>>]
[GenerateShapeFor<Dictionary<string, P>>]
[GenerateShapeFor<Tree>]
internal sealed partial class GoldenShapes
{
    public static GobOptions Options { get; } = new GobOptions { TypeShapeProvider = GeneratedTypeShapeProvider }
        .Register<Point>("main.Point")
        .Register<Square>("main.Square")
        .Register<Circle>("*main.Circle")
        .Register<Anys>("main.Anys");
}
