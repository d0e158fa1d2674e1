using PolyType;

namespace Gobwire.Tests.Golden.Types;

/// <summary>The article's struct, name for name.</summary>
[GenerateShape, GobType(Name = "complexData")]
internal sealed partial class ComplexData
{
    public int N { get; set; }

    public string S { get; set; } = "";

    public Dictionary<string, int>? M { get; set; }

    public byte[] P { get; set; } = [];

    public ComplexData? C { get; set; }
}

[GenerateShape]
internal partial record struct P(int X, int Y, int Z, string Name);

[GenerateShape]
internal sealed partial record Q
{
    public int? X { get; init; }

    public int? Y { get; init; }

    public required string Name { get; init; }
}

[GenerateShape]
internal partial record struct Point(int X, int Y);
