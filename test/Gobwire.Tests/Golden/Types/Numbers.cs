using System.Numerics;
using System.Runtime.CompilerServices;
using PolyType;

namespace Gobwire.Tests.Golden.Types;

[GenerateShape]
internal sealed partial class Scalars
{
    public bool B { get; set; }

    public nint I { get; set; }

    public sbyte I8 { get; set; }

    public short I16 { get; set; }

    public int I32 { get; set; }

    public long I64 { get; set; }

    public nuint U { get; set; }

    public byte U8 { get; set; }

    public ushort U16 { get; set; }

    public uint U32 { get; set; }

    public ulong U64 { get; set; }

    public float F32 { get; set; }

    public double F64 { get; set; }

    public Complex C64 { get; set; }

    public Complex C128 { get; set; }

    public string S { get; set; } = "";

    public byte[] By { get; set; } = [];
}

/// <summary>Go's time.Month.</summary>
internal enum Month
{
    January = 1,
    February,
    March,
}

internal sealed class Tags : List<string>;

/// <summary>An array type with a name: <c>type Grid [3][2]int</c>.</summary>
[GobArray(3, 2)]
internal sealed class Grid : List<int[]>;

/// <summary>Array types without a name, which .NET's own arrays cannot be at top level.</summary>
[GobArray(3), GobType(Name = "")]
internal sealed class ArrayOf3<T> : List<T>;

[GobArray(2), GobType(Name = "")]
internal sealed class ArrayOf2<T> : List<T>;

[GobArray(0), GobType(Name = "")]
internal sealed class ArrayOf0<T> : List<T>;

[GobArray(2, 2), GobType(Name = "")]
internal sealed class ArrayOf2By2<T> : List<T[]>;

/// <summary>[4]byte.</summary>
[InlineArray(4), GobType(Name = "")]
internal struct FourBytes
{
    private byte _element0;
}

/// <summary>[2]int as a map's key: it compares by its elements.</summary>
[GobArray(2), GobType(Name = "")]
internal sealed class Pair : List<int>, IEquatable<Pair>
{
    public bool Equals(Pair? other) => other is not null && this.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as Pair);

    public override int GetHashCode() => this.Aggregate(0, HashCode.Combine);
}
