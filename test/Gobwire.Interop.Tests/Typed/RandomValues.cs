using System.Collections.Immutable;
using System.Net;
using System.Numerics;
using CsCheck;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>Random values of the types that have counterparts in godiff.</summary>
internal static class RandomValues
{
    private static readonly Gen<string> Text =
        Gen.OneOf("", "a", "hello", "Zürich", "日本語", "𝛑", "\n", "\0", "\"", "\\", "<&>", "\u2028", "\ufffd", "\u007f")
            .Array[0, 4].Select(string.Concat);

    private static readonly Gen<double> Double = Gen.OneOf(
        Gen.Double,
        Gen.OneOf<double>(0, -0.0, 1, double.NaN, double.PositiveInfinity, double.MaxValue, double.Epsilon, 1e21, 1e-7, 0.1, 1L << 53),
        Gen.ULong.Select(BitConverter.UInt64BitsToDouble));

    private static readonly Gen<float> Float =
        Gen.OneOf(Gen.Float, Gen.OneOf<float>(0, -0f, float.NaN, float.NegativeInfinity, float.MaxValue, float.Epsilon, 0.1f));

    private static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 40];

    // At borders as often as not.
    private static readonly Gen<long> Long = Gen.OneOf(Gen.Long, Gen.Long[-300, 300], Gen.OneOf(long.MinValue, long.MaxValue));

    private static readonly Gen<BigInteger> Big = Gen.OneOf(Bytes.Select(bytes => new BigInteger(bytes)), Gen.Const(BigInteger.Zero));

    private static readonly Gen<Point> Points = Gen.Select(Gen.Int, Gen.Int, (x, y) => new Point(x, y));

    private static readonly Gen<IShape> Shapes = Gen.OneOf(
        Double.Select(side => (IShape)new Square(side)), Double.Select(r => (IShape)new Circle(r)));

    // Go's mark for UTC is an offset of -1 minute: what has that comes back in UTC.
    private static readonly Gen<DateTimeOffset> Time = Gen.OneOf(
        Gen.Const(default(DateTimeOffset)),
        Gen.Select(Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.OneOf(0, 60, -90, 345, 840, -840, 1))
            .Select((ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes))));

    public static Gen<Scalars> Scalars { get; } =
        from integers in Gen.Select(Gen.Bool, Gen.SByte, Gen.Short, Gen.Int, Long)
        from unsigned in Gen.Select(Gen.Byte, Gen.UShort, Gen.UInt, Gen.ULong)
        from floats in Gen.Select(Float, Double, Double, Double)
        from rest in Gen.Select(Text, Bytes, Gen.Int[0, 6], Gen.UShort, Gen.Long[long.MinValue / 100, long.MaxValue / 100])
        from present in Gen.Int[0, 3]
        select present == 0 ? new Scalars() : new Scalars
        {
            B = integers.Item1, I8 = integers.Item2, I16 = integers.Item3, I32 = integers.Item4, I64 = integers.Item5,
            U8 = unsigned.Item1, U16 = unsigned.Item2, U32 = unsigned.Item3, U64 = unsigned.Item4,
            F32 = floats.Item1, F64 = floats.Item2, C = present == 1 ? default : new Complex(floats.Item3, floats.Item4),
            S = rest.Item1, By = rest.Item2, Day = (DayOfWeek)rest.Item3, Set = (Days)rest.Item4, Took = new TimeSpan(rest.Item5),
        };

    public static Gen<Collections> Collections { get; } =
        from slices in Gen.Select(
            Gen.Int.Array[0, 9], Text.List[0, 4], Double.Array[0, 3].Array[0, 3], Bytes.List[0, 3], Gen.Bool.Array[0, 5])
        from maps in Gen.Select(
            Map(Text, Long), Map(Long, Points), Map(Text, Gen.Short.List[0, 3]), Map(Gen.Bool, Text))
        from sets in Gen.Select(Gen.UInt.HashSet[0, 5], Gen.UShort.Array[0, 5])
        from arrays in Gen.Select(Long.Array[3], Float.Array[2].Array[2])
        select new Collections
        {
            Ints = slices.Item1, Strings = slices.Item2, Rows = slices.Item3, Blobs = slices.Item4, Bools = slices.Item5,
            Counts = maps.Item1, Points = maps.Item2, Lists = maps.Item3 is null ? null : new(maps.Item3), Keyed = maps.Item4,
            Unique = sets.Item1, Shorts = [.. sets.Item2], Three = arrays.Item1, Grid = arrays.Item2,
        };

    public static Gen<Branch> Branch { get; } = Gen.Int[0, 3].SelectMany(BranchOf);

    public static Gen<Opaques> Opaques { get; } =
        from times in Gen.Select(Time, Time.Nullable(), Map(Text, Time))
        from numbers in Gen.Select(
            Big, Big.Nullable(), Gen.Select(Big, Gen.Long[1, long.MaxValue]),
            Gen.Select(Big, Gen.Int[-500, 500]).Nullable(), Big.List[0, 3])
        from addresses in Gen.Select(
            Absent(Gen.OneOf("https://example.org/", "http://user@example.org:8080/a%20b?c=d&e#f", "mailto:a@example.org")),
            Absent(Gen.OneOf("192.0.2.1", "2001:db8::1", "::", "fe80::1%3")), Gen.Int[0, 65535], Gen.Int[0, 32])
        select new Opaques
        {
            At = times.Item1, Until = times.Item2, Times = times.Item3,
            Big = numbers.Item1, Maybe = numbers.Item2, Ratio = new GobRational(numbers.Item3.Item1, numbers.Item3.Item2),
            Real = numbers.Item4 is { } real ? GobBigFloat.Create(real.Item1, real.Item2) : null, Bigs = numbers.Item5,
            Link = addresses.Item1 is { } link ? new Uri(link) : null,
            Addr = addresses.Item2 is { } address ? IPAddress.Parse(address) : null,
            End = addresses.Item2 is { } end ? new IPEndPoint(IPAddress.Parse(end), addresses.Item3) : null,
            Net = addresses.Item4 == 0 ? null : IPNetwork.Parse($"0.0.0.0/{addresses.Item4}"),
        };

    public static Gen<Sketch> Sketch { get; } =
        from shapes in Gen.Select(Absent(Shapes), Absent(Shapes).List[0, 3], Map(Text, Absent(Shapes)))
        from objects in Gen.Select(AnyObject(), AnyObject().Array[0, 5])
        select new Sketch { Main = shapes.Item1, Others = shapes.Item2, Named = shapes.Item3, Any = objects.Item1, Anys = objects.Item2 };

    private static Gen<Branch> BranchOf(int depth) =>
        from parts in Gen.Select(Text, Points, Points.Nullable(), Gen.Int[-2, 2].Nullable())
        from kids in depth == 0 ? Gen.Const(new List<Branch>()) : BranchOf(depth - 1).List[0, 2]
        from next in depth == 0 ? Gen.Const((Branch?)null) : Absent(BranchOf(depth - 1))
        from byName in depth == 0 ? Gen.Const((Dictionary<string, Branch>?)null) : Map(Text, BranchOf(depth - 1))
        select new Branch
        {
            Name = parts.Item1, Origin = parts.Item2, At = parts.Item3, N = parts.Item4, Kids = kids, Next = next, ByName = byName,
        };

    // Not int: it travels as Go's int, which has 64 bits, and so comes back as a long.
    private static Gen<object?> AnyObject() => Gen.OneOf(
        Gen.Const((object?)null),
        Gen.Bool.Select(value => (object?)value),
        Gen.Short.Select(value => (object?)value),
        Long.Select(value => (object?)value),
        Gen.UShort.Select(value => (object?)value),
        Float.Select(value => (object?)value),
        Double.Select(value => (object?)value),
        Text.Select(value => (object?)value),
        Bytes.Select(value => (object?)value),
        Long.Array[0, 4].Select(value => (object?)value),
        Text.Array[0, 3].Select(value => (object?)value),
        Gen.Select(Double, Double).Select((real, imaginary) => (object?)new Complex(real, imaginary)));

    private static Gen<T?> Absent<T>(Gen<T> gen)
        where T : class => Gen.OneOf(gen.Select(value => (T?)value), Gen.Const((T?)null));

    private static Gen<Dictionary<TKey, TValue>?> Map<TKey, TValue>(Gen<TKey> key, Gen<TValue> value)
        where TKey : notnull =>
        Gen.OneOf(
            Gen.Select(key, value).Array[0, 3].Select(
                entries => (Dictionary<TKey, TValue>?)entries.DistinctBy(entry => entry.Item1).ToDictionary()),
            Gen.Const((Dictionary<TKey, TValue>?)null));
}
