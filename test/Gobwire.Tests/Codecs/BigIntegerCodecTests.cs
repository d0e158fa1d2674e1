using System.Globalization;
using System.Numerics;
using PolyType;

namespace Gobwire.Tests.Codecs;

/// <summary>Streams of Go's *big.Int; all bytes are Go's.</summary>
public sealed partial class BigIntegerCodecTests
{
    private const string Integers =
        "0aff81050102ff8400000005ff8200010206ff820002020106ff820002030106ff82000202ff07ff82000302010007ff8200030301000eff82000a02010000000000000000";

    private const string Definitions =
        "27ff81030101044269677301ff8200010301014101ff840001014201ff840001014c01ff860000000aff83050102ff8800000019ff850201010a5b5d2a6269672e496e7401ff860001ff840000";

    [Fact]
    public void A_big_integer_is_its_sign_and_magnitude()
    {
        BigInteger[] expected = [0, 1, -1, 255, 256, -256, BigInteger.Pow(2, 64)];
        Assert.Equal(expected, Hex.DecodeAll<BigInteger>(Integers));
        Assert.Equal(Integers, Hex.EncodeAll(expected));
    }

    [Fact]
    public void Zero_is_sent_and_only_null_is_left_off()
    {
        const string none = Definitions + "03ff8200";
        const string some = Definitions + "11ff82010102010203050102020207010200";
        Assert.Equal(none, Hex.Encode(new Bigs()));
        Assert.Null(Hex.Decode<Bigs>(none).A);
        var bigs = new Bigs { A = 0, B = -5, L = [7, 0] };
        Assert.Equal(some, Hex.Encode(bigs));
        Bigs decoded = Hex.Decode<Bigs>(some);
        Assert.Equal((0, -5), (decoded.A, decoded.B));
        Assert.Equal([7, 0], decoded.L);
    }

    [Fact]
    public void Another_version_is_out_of_range()
    {
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<BigInteger>("0aff81050102ff84000000 06ff8200020401"));
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
    }

    [Fact]
    public void Hundreds_of_digits_make_the_round_trip()
    {
        var value = BigInteger.Parse(new string('9', 500), CultureInfo.InvariantCulture);
        Assert.Equal(-value, GobSerializer.Deserialize<BigInteger>(GobSerializer.Serialize(-value)));
    }

    [GenerateShape]
    internal sealed partial class Bigs
    {
        public BigInteger? A { get; set; }

        public BigInteger? B { get; set; }

        public BigInteger[] L { get; set; } = [];
    }
}
