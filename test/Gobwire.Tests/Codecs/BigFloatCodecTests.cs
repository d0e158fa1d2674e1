using System.Globalization;
using System.Numerics;
using PolyType;

namespace Gobwire.Tests.Codecs;

public sealed partial class BigFloatCodecTests
{
    [Fact]
    public void Floats_of_every_form_come_back_as_the_bytes_they_were()
    {
        GobBigFloat[] values = OpaqueStreams.Decode<GobBigFloat>("big-float");
        Assert.Equal(9, values.Length);
        OpaqueStreams.AssertEncodes("big-float", values);
    }

    [Fact]
    public void Numbers_are_what_Go_prints_with_its_format_p()
    {
        // fmt.Sprintf("%s", x.Text('p', 0)) in Go.
        Assert.Equal(
            ["0x.cp+1", "-0x.ccccccccccccdp-3", "+Inf", "-0", "0", "0x.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabp-1", "-0x.aacp-1", "0x.8p+41", "0x.cp-1100"],
            OpaqueStreams.Decode<GobBigFloat>("big-float").Select(f => f.ToString()));
    }

    [Fact]
    public void Precision_mode_and_accuracy_are_kept()
    {
        GobBigFloat down = OpaqueStreams.Decode<GobBigFloat>("big-float")[6];
        Assert.Equal((10u, GobRoundingMode.ToNegativeInf, -1, true), (down.Precision, down.Mode, down.Accuracy, down.IsNegative));
        Assert.Equal(200u, OpaqueStreams.Decode<GobBigFloat>("big-float")[5].Precision);
    }

    [Fact]
    public void Doubles_are_the_nearest()
    {
        Assert.Equal(
            [1.5, -0.1, double.PositiveInfinity, -0.0, 0, 1.0 / 3, -0.33349609375, 1L << 40, 0],
            OpaqueStreams.Decode<GobBigFloat>("big-float").Select(f => (double)f));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(-2.2250738585072011e-308)]
    [InlineData(0.0)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(123456789.0)]
    public void A_double_goes_there_and_back(double value)
    {
        GobBigFloat there = GobBigFloat.FromDouble(value);
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(there.ToDouble()));
        Assert.Equal(there, GobSerializer.Deserialize<GobBigFloat>(GobSerializer.Serialize(there)));
    }

    [Fact]
    public void Negative_zero_keeps_its_sign() => Assert.True(double.IsNegative(GobBigFloat.FromDouble(-0.0).ToDouble()));

    [Fact]
    public void A_double_makes_the_bytes_of_Gos_NewFloat()
    {
        byte[] expected = OpaqueStreams.Get("big-float")[..34];
        Assert.Equal(expected, GobSerializer.Serialize(GobBigFloat.FromDouble(1.5)));
    }

    [Fact]
    public void Halves_between_doubles_go_to_even()
    {
        BigInteger even = BigInteger.One << 53;
        Assert.Equal(Math.Pow(2, 53), GobBigFloat.Create(even + 1).ToDouble());
        Assert.Equal(Math.Pow(2, 53) + 4, GobBigFloat.Create(even + 3).ToDouble());
        Assert.Equal(Math.Pow(2, 53) + 2, GobBigFloat.Create(((even + 1) << 100) + 1, -100, 300).ToDouble());
        Assert.Equal(0, GobBigFloat.Create(1, -1075).ToDouble());
        Assert.Equal(double.Epsilon, GobBigFloat.Create(3, -1076).ToDouble());
        Assert.Equal(double.PositiveInfinity, GobBigFloat.Create(1, 1024).ToDouble());
    }

    [Theory]
    [InlineData("1.5", 3, -1)]
    [InlineData("-0.09375", -3, -5)]
    [InlineData("79228162514264337593543950334", -1, 0)]
    [InlineData("0", 1, -200)]
    public void Decimals_are_the_nearest(string expected, int significand, int exponent)
    {
        GobBigFloat value = exponent == 0
            ? GobBigFloat.Create((BigInteger.One << 96) - 2)
            : GobBigFloat.Create(significand, exponent);
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), (decimal)value);
    }

    [Fact]
    public void A_decimal_cannot_hold_what_is_too_large()
    {
        Assert.Throws<OverflowException>(() => (decimal)GobBigFloat.Create(1, 96));
        Assert.Throws<OverflowException>(() => (decimal)GobBigFloat.FromDouble(double.NegativeInfinity));
    }

    [Fact]
    public void What_big_Float_has_not_is_refused()
    {
        Assert.Throws<ArgumentException>(() => GobBigFloat.FromDouble(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => GobBigFloat.Create(7, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => GobBigFloat.Create(1, int.MaxValue));
    }

    [Theory]
    [InlineData("02")] // too short
    [InlineData("020a00000035")] // version 2
    [InlineData("010e00000035")] // form 3
    [InlineData("01ca00000035")] // mode 6
    [InlineData("011a00000035")] // accuracy 2
    [InlineData("010a0000003500000001")] // no mantissa
    [InlineData("010a00000035000000014000000000000000")] // first bit not set
    [InlineData("010a0000003500000001c00000")] // half a word
    public void Bytes_that_are_no_Float_are_out_of_range(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        byte[] gob = [.. OpaqueStreams.Get("big-float")[..11], (byte)(bytes.Length + 4), 0xff, 0x82, 0, (byte)bytes.Length, .. bytes];
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<GobBigFloat>(gob));
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
    }

    [Fact]
    public void Fields_are_pointers_left_off_where_nil_and_sent_where_zero()
    {
        Bigs[] values = OpaqueStreams.Decode<Bigs>("big-fields");
        Assert.Equal(new Bigs { N = 1 }, values[0]);
        Assert.Equal(new Bigs { F = default(GobBigFloat), R = default(GobRational), I = BigInteger.Zero }, values[1]);
        Assert.Equal(new Bigs { F = GobBigFloat.FromDouble(2), R = new GobRational(1, 2), I = -3, N = 4 }, values[2]);
    }

    [Fact]
    public void Fields_that_Go_holds_by_value_are_read_too()
    {
        BigValues value = Assert.Single(OpaqueStreams.Decode<BigValues>("big-values"));
        Assert.Equal(new BigValues { F = GobBigFloat.Create(7), N = 1 }, value);
    }

    [Fact]
    public void Fields_are_written_as_Go_writes_them()
    {
        // Go's first zero Rat has no denominator's byte, ours has: only it differs.
        byte[] ours = Encode(OpaqueStreams.Decode<Bigs>("big-fields"));
        string go = Convert.ToHexStringLower(OpaqueStreams.Get("big-fields"));
        Assert.Equal(go.Replace("15ff820106010800000000010502000000000101020026", "16ff82010601080000000001060200000000010101020026", StringComparison.Ordinal), Convert.ToHexStringLower(ours));
    }

    private static byte[] Encode<T>(IEnumerable<T> values)
    {
        using var output = new MemoryStream();
        var encoder = new GobEncoder(output);
        foreach (T value in values)
            encoder.Encode(value);
        return output.ToArray();
    }

    [GenerateShape]
    internal sealed partial record Bigs
    {
        public GobBigFloat? F { get; set; }

        public GobRational? R { get; set; }

        public BigInteger? I { get; set; }

        public int N { get; set; }
    }

    [GenerateShape]
    internal sealed partial record BigValues
    {
        public GobBigFloat F { get; set; }

        public GobRational R { get; set; }

        public int N { get; set; }
    }
}
