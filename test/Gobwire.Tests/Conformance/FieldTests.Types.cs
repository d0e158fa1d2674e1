using System.Numerics;
using PolyType;

namespace Gobwire.Tests.Conformance;

public sealed partial class FieldTests
{
    [GenerateShape]
    internal sealed partial class EndToEnd
    {
        public int A { get; set; }

        public int B { get; set; }

        public int C { get; set; }

        public Dictionary<string, double?>? M { get; set; }

        public Dictionary<int, T3>? M2 { get; set; }

        public Dictionary<string, string>? Mstring { get; set; }

        public Dictionary<int, int?>? Mintptr { get; set; }

        public Dictionary<Complex, Complex>? Mcomp { get; set; }

        public Dictionary<TwoStrings, TwoFloats>? Marr { get; set; }

        public Dictionary<string, int>? EmptyMap { get; set; }

        [GobArray(3)]
        public double[]? N { get; set; }

        public TwoStrings? Strs { get; set; }

        public long[]? Int64s { get; set; }

        public Complex RI { get; set; }

        public string S { get; set; } = "";

        public byte[] Y { get; set; } = [];

        public T2? T { get; set; }
    }

    internal sealed partial record T2(string T);

    internal partial record struct T3(double X, int? Z);

    /// <summary>[2]string as a map's key: it compares by its elements.</summary>
    [GobArray(2), GobType(Name = "")]
    internal sealed class TwoStrings : List<string>, IEquatable<TwoStrings>
    {
        public bool Equals(TwoStrings? other) => other is not null && this.SequenceEqual(other);

        public override bool Equals(object? obj) => Equals(obj as TwoStrings);

        public override int GetHashCode() => this.Aggregate(0, HashCode.Combine);
    }

    [GobArray(2), GobType(Name = "")]
    internal sealed class TwoFloats : List<double?>;

    internal partial record struct Signed<T>(T Maxi, T Mini);

    internal partial record struct Unsigned<T>(T Maxu);

    [GenerateShape]
    internal partial record struct Narrow(float Maxf, float Minf);

    [GenerateShape]
    internal partial record struct Wide(Complex Maxc, Complex Minc);

    [GenerateShape, GobType(Name = "T1")]
    internal sealed partial record Plain(int A, int B, int C, int D);

    [GenerateShape, GobType(Name = "T1")]
    internal sealed partial record Pointers(int? A, int? B, int? C, int? D);

    [GenerateShape]
    internal sealed partial class Indirect
    {
        [GobArray(3)]
        public int[]? A { get; set; }

        public List<int>? S { get; set; }

        public Dictionary<string, int>? M { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Reordered
    {
        public double C { get; set; }

        public string B { get; set; } = "";

        public int A { get; set; }

        public string NotSet { get; set; } = "";
    }

    [GenerateShape, GobType(Name = "U")]
    internal sealed partial class Unexported
    {
        private double _c;

        public int A { get; set; }

        public string B { get; set; } = "";

        public uint D { get; set; }

        [PropertyShape(Ignore = true)]
        public double Shown => _c;

        public void Hide(double value) => _c = value;
    }

    [GenerateShape, GobType(Name = "Type7")]
    internal sealed partial record Defaults(bool[] B, int[] I, string[] S, double[] F);

    [GenerateShape, GobType(Name = "Type5")]
    internal sealed partial class Arrays
    {
        [GobArray(3)]
        public string[] A { get; set; } = ["", "", ""];

        [GobArray(3)]
        public byte[] B { get; set; } = new byte[3];
    }

    [GenerateShape]
    internal sealed partial class ShorterArrays
    {
        [GobArray(2)]
        public string[] A { get; set; } = ["", ""];
    }

    [GenerateShapeFor<Signed<sbyte>>]
    [GenerateShapeFor<Signed<short>>]
    [GenerateShapeFor<Signed<int>>]
    [GenerateShapeFor<Unsigned<byte>>]
    [GenerateShapeFor<Unsigned<ushort>>]
    [GenerateShapeFor<Unsigned<uint>>]
    private sealed partial class Shapes;
}
