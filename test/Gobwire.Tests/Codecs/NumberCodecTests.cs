using System.Numerics;
using System.Text;
using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Tests.Codecs;

/// <summary>All sizes of a kind are one on the wire; each value is checked against its receiver.</summary>
public sealed partial class NumberCodecTests
{
    private static ITypeShape<DayOfWeek> Days => TypeShapeResolver.Resolve<DayOfWeek, Shapes>();

    [Fact]
    public void An_int_decodes_into_every_size_that_holds_it()
    {
        const string minus128 = "040400ffff";
        Assert.Equal(-128, Hex.Decode<sbyte>(minus128));
        Assert.Equal(-128, Hex.Decode<short>(minus128));
        Assert.Equal(-128, Hex.Decode<int>(minus128));
        Assert.Equal(-128, Hex.Decode<long>(minus128));
        Assert.Equal(-128, Hex.Decode<nint>(minus128));
    }

    [Fact]
    public void An_int_beyond_its_receiver_is_out_of_range()
    {
        AssertOutOfRange<sbyte, long>(sbyte.MaxValue + 1L, sbyte.MinValue - 1L);
        AssertOutOfRange<short, long>(short.MaxValue + 1L, short.MinValue - 1L);
        AssertOutOfRange<int, long>(int.MaxValue + 1L, int.MinValue - 1L, long.MaxValue, long.MinValue);
        AssertOutOfRange<char, long>(-1, 0x1_0000);
        AssertOutOfRange<Rune, long>(-1, 0xD800, 0x11_0000);
    }

    [Fact]
    public void A_uint_beyond_its_receiver_is_out_of_range()
    {
        AssertOutOfRange<byte, ulong>(256, ulong.MaxValue);
        AssertOutOfRange<ushort, ulong>(ushort.MaxValue + 1UL);
        AssertOutOfRange<uint, ulong>(uint.MaxValue + 1UL);
    }

    [Fact]
    public void A_float_may_lose_precision_but_not_magnitude()
    {
        Assert.Equal(0.1f, GobSerializer.Deserialize<float>(GobSerializer.Serialize(0.1)));
        Assert.Equal((Half)0.1, GobSerializer.Deserialize<Half>(GobSerializer.Serialize(0.1)));
        AssertOutOfRange<float, double>(1e39, -1e39, double.MaxValue);
        AssertOutOfRange<Half, double>(1e5, -1e5);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.NaN)]
    public void What_is_not_finite_fits_every_float(double value)
    {
        byte[] gob = GobSerializer.Serialize(value);
        Assert.Equal(value, GobSerializer.Deserialize<double>(gob));
        Assert.Equal((float)value, GobSerializer.Deserialize<float>(gob));
        Assert.Equal((Half)value, GobSerializer.Deserialize<Half>(gob));
    }

    [Fact]
    public void Elements_out_of_range_are_found_at_their_index()
    {
        Action[] decodings =
        [
            () => GobSerializer.Deserialize<sbyte[]>(GobSerializer.Serialize<long[]>([1, 2, 300, 4])),
            () => GobSerializer.Deserialize<List<ushort>>(GobSerializer.Serialize<ulong[]>([1, 2, 70_000, 4])),
            () => GobSerializer.Deserialize<Half[]>(GobSerializer.Serialize<double[]>([1, 2, 70_000, 4])),
            () => GobSerializer.Deserialize<char[]>(GobSerializer.Serialize<int[]>([1, 2, 70_000, 4])),
        ];
        foreach (Action decoding in decodings)
        {
            GobException error = Assert.Throws<GobException>(decoding);
            Assert.Equal((GobErrorKind.OutOfRange, "[2]"), (error.Kind, error.Path));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(50)]
    [InlineData(99)]
    public void An_element_out_of_range_is_found_at_its_offset(int index)
    {
        long[] numbers = [.. Enumerable.Range(0, 100).Select(i => (long)(i * i) % 100)];
        numbers[index] = 70_000;
        AssertOffset<short, long>(n => n);
        AssertOffset<ushort, ulong>(n => (ulong)n);
        AssertOffset<Half, double>(n => n);

        void AssertOffset<TInto, TSent>(Func<long, TSent> convert)
        {
            // By itself a number has a length, a type id and a zero byte before it.
            int behind = numbers[(index + 1)..].Sum(n => GobSerializer.Serialize(convert(n)).Length - 3);
            byte[] gob = GobSerializer.Serialize(numbers.Select(convert).ToArray());
            GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<TInto[]>(gob));
            Assert.Equal((GobErrorKind.OutOfRange, $"[{index}]", gob.Length - behind), (error.Kind, error.Path, error.Offset));
        }
    }

    [Fact]
    public void An_element_out_of_range_is_found_at_its_index_where_the_collection_grows()
    {
        // Elements that are larger in memory than the bytes at hand warrant are allocated as they come.
        byte[] gob = GobSerializer.Serialize(Enumerable.Range(0, 500).Select(i => new Sent(i == 400 ? 300 : 0)).ToArray(), Shape<Sent[]>());
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize(gob, Shape<Large[]>()));
        Assert.Equal((GobErrorKind.OutOfRange, "[400].A"), (error.Kind, error.Path));
    }

    [Fact]
    public void Int_uint_and_float_are_kept_apart()
    {
        Assert.Throws<GobException>(() => GobSerializer.Deserialize<uint>(GobSerializer.Serialize(1)));
        Assert.Throws<GobException>(() => GobSerializer.Deserialize<int>(GobSerializer.Serialize(1u)));
        Assert.Throws<GobException>(() => GobSerializer.Deserialize<double>(GobSerializer.Serialize(1)));
        Assert.Throws<GobException>(() => GobSerializer.Deserialize<int>(GobSerializer.Serialize(1.0)));
        Assert.Throws<GobException>(() => GobSerializer.Deserialize<bool>(GobSerializer.Serialize(1)));
        Assert.Throws<GobException>(() => GobSerializer.Deserialize<Complex>(GobSerializer.Serialize(1.0)));
    }

    [Fact]
    public void A_rune_of_Go_is_a_char_or_a_rune()
    {
        const string runes = "040400fff0 050400fecbca";
        Assert.Equal(['x', '日'], Hex.DecodeAll<char>(runes));
        Assert.Equal([new Rune('x'), new Rune('日')], Hex.DecodeAll<Rune>(runes));
        Assert.Equal("040400fff0", Hex.Encode('x'));
        Assert.Equal("050400fecbca", Hex.Encode(new Rune('日')));
    }

    [Fact]
    public void A_duration_counts_nanoseconds()
    {
        Assert.Equal("070400fc77359400", Hex.Encode(TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(-1), GobSerializer.Deserialize<TimeSpan>(GobSerializer.Serialize(TimeSpan.FromSeconds(-1))));
        Assert.Equal(TimeSpan.FromTicks(1), GobSerializer.Deserialize<TimeSpan>(GobSerializer.Serialize(199L)));
    }

    [Fact]
    public void A_duration_that_Go_cannot_hold_is_refused()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(TimeSpan.MaxValue));
        Assert.Equal(GobErrorKind.InvalidValue, error.Kind);
    }

    [Fact]
    public void An_enum_is_the_integer_under_it()
    {
        Assert.Equal(Hex.Encode(3), Convert.ToHexStringLower(GobSerializer.Serialize(DayOfWeek.Wednesday, Days)));
        Assert.Equal(DayOfWeek.Friday, GobSerializer.Deserialize(GobSerializer.Serialize(5), Days));
        Assert.Equal((DayOfWeek)77, GobSerializer.Deserialize(GobSerializer.Serialize(77), Days));
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize(GobSerializer.Serialize(long.MaxValue), Days));
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
    }

    private static void AssertOutOfRange<TNarrow, TWide>(params TWide[] values)
    {
        foreach (TWide value in values)
        {
            byte[] gob = GobSerializer.Serialize(value);
            GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<TNarrow>(gob));
            Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
        }
    }

    private static ITypeShape<T> Shape<T>() => Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<T>();

    internal partial record struct Sent(int A);

    internal partial record struct Large(sbyte A, long B, long C, long D);

    [GenerateShapeFor<Sent[]>]
    [GenerateShapeFor<Large[]>]
    [GenerateShapeFor<DayOfWeek>]
    private sealed partial class Shapes;
}
