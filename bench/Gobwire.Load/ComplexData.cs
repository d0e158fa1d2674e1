using PolyType;

namespace Gobwire.Load;

/// <summary>The article's struct, and the value its client sends.</summary>
[GenerateShape]
[GobType(Name = "complexData")]
internal sealed partial record ComplexData
{
    public long N { get; init; }

    public string S { get; init; } = "";

    public Dictionary<string, long>? M { get; init; }

    public byte[] P { get; init; } = [];

    public ComplexData? C { get; init; }

    public static ComplexData Sample { get; } = new()
    {
        N = 23,
        S = "string data",
        M = new() { ["one"] = 1, ["two"] = 2, ["three"] = 3 },
        P = "abc"u8.ToArray(),
        C = new()
        {
            N = 256,
            S = "Recursive structs? Piece of cake!",
            M = new() { ["01"] = 1, ["10"] = 2, ["11"] = 3 },
        },
    };
}
