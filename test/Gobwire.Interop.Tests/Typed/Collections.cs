using System.Collections.Immutable;
using PolyType;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>Slices, arrays and maps.</summary>
[GenerateShape]
public sealed partial record Collections
{
    public int[] Ints { get; init; } = [];

    public List<string> Strings { get; init; } = [];

    public double[][] Rows { get; init; } = [];

    public Dictionary<string, long>? Counts { get; init; }

    public Dictionary<long, Point>? Points { get; init; }

    public SortedDictionary<string, List<short>>? Lists { get; init; }

    public IReadOnlyList<byte[]> Blobs { get; init; } = [];

    public HashSet<uint> Unique { get; init; } = [];

    public ImmutableArray<ushort> Shorts { get; init; } = [];

    [GobArray(3)]
    public long[] Three { get; init; } = [0, 0, 0];

    [GobArray(2, 2)]
    public float[][] Grid { get; init; } = [[0, 0], [0, 0]];

    public IReadOnlyDictionary<bool, string>? Keyed { get; init; }

    public bool[] Bools { get; init; } = [];
}
