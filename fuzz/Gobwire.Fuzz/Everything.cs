using System.Numerics;
using PolyType;

namespace Gobwire.Fuzz;

/// <summary>A struct with a member of every kind. Its names are those the golden streams use, so that seeds reach them.</summary>
[GenerateShape]
internal sealed partial class Everything
{
    public long N { get; set; }

    public string S { get; set; } = "";

    public Dictionary<string, long>? M { get; set; }

    public byte[] P { get; set; } = [];

    public Everything? C { get; set; }

    public sbyte X { get; set; }

    public int? Y { get; set; }

    public ushort Z { get; set; }

    public object? A { get; set; }

    public object? B { get; set; }

    public List<object?>? L { get; set; }

    public Dictionary<int, List<Shape>>? Shapes { get; set; }

    public float[] Floats { get; set; } = [];

    public Complex Complex { get; set; }

    public DateTimeOffset At { get; set; }

    public BigInteger Big { get; set; }

    [GobArray(3)]
    public int[] Three { get; set; } = [0, 0, 0];

    public required string Name { get; init; }

    public Everything[] Children { get; set; } = [];

    public bool Flag { get; set; }
}
