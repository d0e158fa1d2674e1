using PolyType;

namespace Gobwire.Interop.Tests;

/// <summary>What a GOB command carries, as gopeer has it.</summary>
[GenerateShape]
[GobType(Name = "complexData")]
public sealed partial record ComplexData
{
    public long N { get; init; }

    public string S { get; init; } = "";

    public Dictionary<string, long>? M { get; init; }

    public byte[] P { get; init; } = [];

    public ComplexData? C { get; init; }

    /// <summary>The value that gopeer makes of the same number.</summary>
    public static ComplexData Sample(int n) => new()
    {
        N = n,
        S = $"number {n}",
        M = new() { ["one"] = 1, ["two"] = 2, ["three"] = n },
        P = "abc"u8.ToArray(),
        C = new() { N = -n, S = "inner", M = new() { ["01"] = 1, ["10"] = 2, ["11"] = 3 } },
    };
}
