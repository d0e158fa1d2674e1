using MemoryPack;
using MessagePack;
using PolyType;
using ProtoBuf;

namespace Gobwire.Benchmarks.Values;

/// <summary>The article's struct, as a class that each serializer can take.</summary>
[GenerateShape]
[GobType(Name = "complexData")]
[MemoryPackable]
[MessagePackObject]
[ProtoContract]
public sealed partial class ComplexData
{
    [Key(0)]
    [ProtoMember(1)]
    public long N { get; set; }

    [Key(1)]
    [ProtoMember(2)]
    public string S { get; set; } = "";

    [Key(2)]
    [ProtoMember(3)]
    public Dictionary<string, long>? M { get; set; }

    [Key(3)]
    [ProtoMember(4)]
    public byte[] P { get; set; } = [];

    [Key(4)]
    [ProtoMember(5)]
    public ComplexData? C { get; set; }

    /// <summary>The value the article's client sends.</summary>
    public static ComplexData Create() => new()
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
