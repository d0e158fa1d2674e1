using PolyType;

namespace Gobwire.Benchmarks.Values;

/// <summary>The article's struct as the samples have it: a record whose members are set when it is made.</summary>
[GenerateShape]
[GobType(Name = "complexData")]
public sealed partial record ComplexRecord
{
    public long N { get; init; }

    public string S { get; init; } = "";

    public Dictionary<string, long>? M { get; init; }

    public byte[] P { get; init; } = [];

    public ComplexRecord? C { get; init; }

    /// <summary>The value the article's client sends.</summary>
    public static ComplexRecord Create() => new()
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
