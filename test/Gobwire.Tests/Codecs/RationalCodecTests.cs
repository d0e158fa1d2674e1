using System.Numerics;

namespace Gobwire.Tests.Codecs;

public sealed class RationalCodecTests
{
    [Fact]
    public void Rationals_come_as_Go_sent_them()
    {
        GobRational[] expected =
        [
            new(3, 4), new(-22, 7), new(5, 1), default, new(0, 1),
            new(-BigInteger.Parse("123456789012345678901234567890"), BigInteger.Parse("98765432109876543210987654321")),
        ];
        Assert.Equal(expected, OpaqueStreams.Decode<GobRational>("big-rat"));
    }

    [Fact]
    public void Rationals_are_written_as_Go_writes_them()
    {
        byte[] first = OpaqueStreams.Get("big-rat")[..23];
        Assert.Equal(first, GobSerializer.Serialize(new GobRational(-9, -12)));
    }

    [Fact]
    public void Terms_are_the_lowest_and_the_denominator_is_positive()
    {
        var value = new GobRational(6, -8);
        Assert.Equal(("-3/4", -3, 4), (value.ToString(), (int)value.Numerator, (int)value.Denominator));
        Assert.Equal("0/1", default(GobRational).ToString());
        Assert.Equal(new GobRational(0, -5), default);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GobRational(1, 0));
    }

    [Fact]
    public void Doubles_and_decimals_are_the_nearest()
    {
        Assert.Equal(1.0 / 3, (double)new GobRational(1, 3));
        Assert.Equal(-0.1, (double)new GobRational(-1, 10));
        Assert.Equal(0.3333333333333333333333333333m, (decimal)new GobRational(1, 3));
        Assert.Equal(-0.125m, (decimal)new GobRational(-1, 8));
        Assert.Equal(Math.Pow(2, 53) + 2, (double)new GobRational(((BigInteger.One << 53) + 1) * 3 + 1, 3));
        Assert.Equal(double.PositiveInfinity, (double)new GobRational(BigInteger.One << 2000, 3));
        Assert.Equal(0, (double)new GobRational(1, BigInteger.One << 2000));
        Assert.Equal(double.Epsilon, (double)new GobRational(1, BigInteger.One << 1074));
        Assert.Throws<OverflowException>(() => (decimal)new GobRational(BigInteger.One << 96, 1));
    }

    [Theory]
    [InlineData("02")] // too short
    [InlineData("040000000000")] // version 2
    [InlineData("020000000301")] // a numerator longer than the number
    [InlineData("02000000010100")] // a denominator of zero
    public void Bytes_that_are_no_Rat_are_out_of_range(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        byte[] gob = [.. OpaqueStreams.Get("big-rat")[..11], (byte)(bytes.Length + 4), 0xff, 0x82, 0, (byte)bytes.Length, .. bytes];
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<GobRational>(gob));
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
    }
}
