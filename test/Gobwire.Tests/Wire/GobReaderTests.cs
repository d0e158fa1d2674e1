using Gobwire.Wire;

namespace Gobwire.Tests.Wire;

public sealed class GobReaderTests
{
    [Theory]
    [InlineData("00", 0)]
    [InlineData("07", 7)]
    [InlineData("7f", 127)]
    [InlineData("ff80", 128)]
    [InlineData("fe0100", 256)]
    [InlineData("fcffffffff", uint.MaxValue)]
    [InlineData("f8ffffffffffffffff", ulong.MaxValue)]
    public void A_uint_is_one_byte_or_a_negated_count_and_big_endian_bytes(string hex, ulong value) => Assert.Equal(value, Read(hex, (ref r) => r.ReadUint()));

    [Theory]
    [InlineData("ff07", 7)]
    [InlineData("fe0007", 7)]
    [InlineData("f80000000000000007", 7)]
    public void A_uint_longer_than_needed_is_read_as_Go_reads_it(string hex, ulong value) => Assert.Equal(value, Read(hex, (ref r) => r.ReadUint()));

    [Theory]
    [InlineData("00", 0)]
    [InlineData("01", -1)]
    [InlineData("02", 1)]
    [InlineData("fe0101", -129)]
    [InlineData("f8fffffffffffffffe", long.MaxValue)]
    [InlineData("f8ffffffffffffffff", long.MinValue)]
    public void The_sign_of_an_int_is_its_lowest_bit(string hex, long value) => Assert.Equal(value, Read(hex, (ref r) => r.ReadInt()));

    [Theory]
    [InlineData("00", 0.0)]
    [InlineData("fe3140", 17.0)]
    [InlineData("fef03f", 1.0)]
    [InlineData("fe04c0", -2.5)]
    public void The_bytes_of_a_float_are_reversed(string hex, double value) => Assert.Equal(value, Read(hex, (ref r) => r.ReadFloat()));

    [Theory]
    [InlineData("f7010203040506070809")]
    [InlineData("80")]
    [InlineData("f8ffffffffffffff")]
    [InlineData("ff")]
    [InlineData("")]
    public void A_number_cut_short_or_of_more_than_eight_bytes_is_malformed(string hex) => AssertMalformed(hex, (ref r) => r.ReadUint());

    [Theory]
    [InlineData("02")]
    [InlineData("ff80")]
    public void A_bool_is_zero_or_one(string hex) => AssertMalformed(hex, (ref r) => r.ReadBool() ? 1UL : 0);

    [Theory]
    [InlineData("0361 62")]
    [InlineData("f88000000000000000 616263")]
    [InlineData("fcffffffff 616263")]
    public void Text_does_not_go_beyond_its_message(string hex) => AssertMalformed(hex, (ref r) => (ulong)r.ReadBytes().Length);

    [Fact]
    public void A_message_without_bytes_is_skipped()
    {
        var reader = new GobReader(Hex.Bytes("00 00 03 04 00 0e"), GobOptions.Default, new ReceivedTypesCache().Root);
        Assert.True(reader.TryReadTopLevelId(out int id));
        Assert.Equal(2, id);
        Assert.Equal(2, reader.Remaining);
    }

    private static T Read<T>(string hex, Reading<T> read)
    {
        byte[] bytes = Hex.Bytes(hex);
        GobReader reader = NewReader(bytes);
        T value = read(ref reader);
        Assert.Equal(0, reader.Remaining);
        return value;
    }

    private static void AssertMalformed(string hex, Reading<ulong> read)
    {
        byte[] bytes = Hex.Bytes(hex);
        GobException error = Assert.Throws<GobException>(() =>
        {
            GobReader reader = NewReader(bytes);
            read(ref reader);
        });
        Assert.Equal(GobErrorKind.Malformed, error.Kind);
    }

    /// <summary>A reader in a message of these bytes, behind the type id of an int.</summary>
    private static GobReader NewReader(byte[] bytes)
    {
        byte[] message = [(byte)(bytes.Length + 1), 4, .. bytes];
        var reader = new GobReader(message, GobOptions.Default, new ReceivedTypesCache().Root);
        Assert.True(reader.TryReadTopLevelId(out _));
        return reader;
    }

    private delegate T Reading<T>(ref GobReader reader);
}
