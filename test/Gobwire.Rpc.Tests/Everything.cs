using System.Numerics;
using PolyType;

namespace Gobwire.Rpc.Tests;

/// <summary>A field of each kind of type, as gopeer has them.</summary>
[GenerateShape]
internal sealed partial class Everything
{
    public bool Bool { get; set; }

    public long Int { get; set; }

    public ulong Uint { get; set; }

    public double Float { get; set; }

    public Complex Complex { get; set; }

    public string String { get; set; } = "";

    public byte[] Bytes { get; set; } = [];

    public List<long> Ints { get; set; } = [];

    [GobArray(3)]
    public long[] Array { get; set; } = [0, 0, 0];

    public Dictionary<string, long> Map { get; set; } = [];

    public Everything? Nested { get; set; }

    public DateTimeOffset Time { get; set; }

    public BigInteger? Big { get; set; }

    public object? Any { get; set; }
}
