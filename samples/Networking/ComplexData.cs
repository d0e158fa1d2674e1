using Gobwire;
using PolyType;

namespace Networking;

/// <summary>The struct that travels: Go's <c>complexData</c>, field for field.</summary>
[GenerateShape]
[GobType(Name = "complexData")]
internal sealed partial record ComplexData
{
    public long N { get; init; }

    public string S { get; init; } = "";

    public Dictionary<string, long>? M { get; init; }

    public byte[] P { get; init; } = [];

    public ComplexData? C { get; init; }
}
