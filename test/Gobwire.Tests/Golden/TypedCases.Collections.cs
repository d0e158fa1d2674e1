using System.Numerics;
using Gobwire.Tests.Golden.Types;
using static Gobwire.Tests.Golden.TypedValue;

namespace Gobwire.Tests.Golden;

internal static partial class TypedCases
{
    private static void AddCollections(Dictionary<string, TypedValue[]> cases)
    {
        var four = default(FourBytes);
        "\x01\x02\x03\x04"u8.CopyTo(four);
        cases["array"] =
        [
            Of(new ArrayOf3<int> { 1, 0, 3 }), Of(new ArrayOf2<string> { "", "b" }),
            Of(new ArrayOf2By2<bool> { new[] { true, false }, new bool[2] }), Of(new ArrayOf0<int>()), Of(four),
        ];
        cases["named-composites"] =
        [
            Of(new Tags { "a", "b" }), Of(new Grid { new[] { 1, 2 }, new int[2], new[] { 5, 6 } }),
        ];
        cases["slice-scalars"] =
        [
            Of<int[]>([1, -2, 3]), Of<bool[]>([true, false]), Of<string[]>(["a", "", "c"]), Of<double[]>([1.5, 0]), Of<ushort[]>([1, 65535]),
            Of<Complex[]>([new Complex(1, 2)]), Of<sbyte[]>([-1, 0, 1]),
        ];
        cases["slice-empty"] = [Of<int[]>([]), Of<string[]>([]), Of<int[][]>([[], [], [1]])];
        cases["slice-bytes"] = [Of<byte[][]>(["a"u8.ToArray(), [], "ccc"u8.ToArray()])];
        cases["slice-pointers"] = [Of<int?[]>([1, 0]), Of<Point?[]>([new Point(1, 2), default(Point)])];
        cases["slice-large"] = [Of(Enumerable.Range(0, 20_000).Select(i => i * i).ToArray())];
        cases["map-keys"] =
        [
            Of(new Dictionary<string, int> { ["a"] = 1 }), Of(new Dictionary<int, string> { [-5] = "x" }),
            Of(new Dictionary<bool, int> { [true] = 1 }), Of(new Dictionary<double, string> { [1.5] = "y" }),
            Of(new Dictionary<byte, bool> { [255] = true }), Of(new Dictionary<Point, string> { [new Point(1, 2)] = "p" }),
            Of(new Dictionary<Pair, int> { [new Pair { 3, 4 }] = 5 }),
        ];
        cases["map-values"] =
        [
            Of(new Dictionary<string, int?> { ["zero"] = 0, ["one"] = 1 }), Of(new Dictionary<string, int[]> { ["e"] = [], ["s"] = [1] }),
            Of(new Dictionary<string, Dictionary<string, bool>> { ["in"] = new() { ["t"] = true } }),
            Of(new Dictionary<string, Point> { ["p"] = new Point(0, 7) }), Of(new Dictionary<int, object> { [1] = "one", [2] = 2L }),
        ];
        cases["map-empty"] = [Of(new Dictionary<string, int>()), Of(new ComplexData { M = [] })];
    }
}
