using PolyType;

namespace Gobwire.Tests.Conformance;

public sealed partial class InterfaceItemTests
{
    [GobType(Name = "Squarer")]
    internal interface ISquarer
    {
        int Square();
    }

    internal interface IFlagger;

    [TypeShape(Marshaler = typeof(Marshaler)), GenerateShape]
    internal partial record struct Int(int Value) : ISquarer
    {
        public readonly int Square() => Value * Value;

        internal sealed class Marshaler : IMarshaler<Int, int>
        {
            public int Marshal(Int value) => value.Value;

            public Int Unmarshal(int surrogate) => new(surrogate);
        }
    }

    [TypeShape(Marshaler = typeof(Marshaler)), GenerateShape]
    internal partial record struct Float(double Value) : ISquarer
    {
        public readonly int Square() => (int)(Value * Value);

        internal sealed class Marshaler : IMarshaler<Float, double>
        {
            public double Marshal(Float value) => value.Value;

            public Float Unmarshal(double surrogate) => new(surrogate);
        }
    }

    internal sealed class Vector : List<int>, ISquarer
    {
        public int Square() => this.Sum(x => x * x);
    }

    [GenerateShape]
    internal partial record struct Point(int X, int Y) : ISquarer
    {
        public readonly int Square() => (X * X) + (Y * Y);
    }

    [GenerateShape]
    internal sealed partial class InterfaceItem
    {
        public int I { get; set; }

        public ISquarer? Sq1 { get; set; }

        public ISquarer? Sq2 { get; set; }

        public ISquarer? Sq3 { get; set; }

        public double F { get; set; }

        public ISquarer?[] Sq { get; set; } = [];
    }

    [GenerateShape]
    internal partial record struct NoInterfaceItem(int I, double F);

    [GenerateShape]
    internal sealed partial record Basics(
        object? Int,
        object? Int8,
        object? Int16,
        object? Int32,
        object? Int64,
        object? Uint,
        object? Uint8,
        object? Uint16,
        object? Uint32,
        object? Uint64,
        object? Float32,
        object? Float64,
        object? Complex64,
        object? Complex128,
        object? Bool,
        object? String,
        object? Bytes)
    {
        [PropertyShape(Ignore = true)]
        public object?[] All =>
        [
            Int, Int8, Int16, Int32, Int64, Uint, Uint8, Uint16, Uint32, Uint64, Float32, Float64, Complex64, Complex128, Bool, String, Bytes,
        ];
    }

    [TypeShape(Marshaler = typeof(Marshaler)), GenerateShape]
    internal sealed partial record Str(string Text)
    {
        internal sealed class Marshaler : IMarshaler<Str, string>
        {
            public string? Marshal(Str? value) => value?.Text;

            public Str? Unmarshal(string? surrogate) => surrogate is null ? null : new(surrogate);
        }
    }

    [GenerateShape]
    internal sealed partial record PtrInterfaceItem(object? Str1, object? Str2);

    [GenerateShape]
    internal sealed partial record OnTheFly(int A);

    [GenerateShape, GobType(Name = "DT")]
    internal sealed partial class Dt
    {
        public int A { get; set; }

        public string B { get; set; } = "";

        public double C { get; set; }

        public object? I { get; set; }

        public object? J { get; set; }

        [PropertyShape(Name = "I_nil")]
        public object? INil { get; set; }

        public Dictionary<string, int>? M { get; set; }

        [GobArray(3)]
        public int[] T { get; set; } = new int[3];

        public string[] S { get; set; } = [];
    }

    [GenerateShape]
    internal sealed partial record Indirected : IFlagger;

    [GenerateShape]
    internal sealed partial record Nothing;

    [GenerateShape]
    internal sealed partial record NewType0(string S);

    [GenerateShape]
    internal sealed partial record Bug0Outer(object? Bug0Field);

    [GenerateShape]
    internal sealed partial record Bug0Inner(int A);

    [GenerateShape]
    internal sealed partial record Z;

    [GenerateShape]
    internal sealed partial record Unregistered;

    [GenerateShapeFor<Vector>]
    [GenerateShapeFor<IFlagger[]>]
    private sealed partial class Shapes;
}
