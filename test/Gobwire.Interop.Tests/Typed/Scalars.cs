using System.Numerics;
using PolyType;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>A member of each basic type.</summary>
[GenerateShape]
public sealed partial record Scalars
{
    public bool B { get; init; }

    public sbyte I8 { get; init; }

    public short I16 { get; init; }

    public int I32 { get; init; }

    public long I64 { get; init; }

    public byte U8 { get; init; }

    public ushort U16 { get; init; }

    public uint U32 { get; init; }

    public ulong U64 { get; init; }

    public float F32 { get; init; }

    public double F64 { get; init; }

    public Complex C { get; init; }

    public string S { get; init; } = "";

    public byte[] By { get; init; } = [];

    public DayOfWeek Day { get; init; }

    public Days Set { get; init; }

    public TimeSpan Took { get; init; }
}
