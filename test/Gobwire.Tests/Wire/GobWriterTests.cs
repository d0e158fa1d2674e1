using Gobwire.Wire;

namespace Gobwire.Tests.Wire;

public sealed class GobWriterTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7f")]
    [InlineData(128, "ff80")]
    [InlineData(256, "fe0100")]
    [InlineData(0x1_0000, "fd010000")]
    [InlineData(ulong.MaxValue, "f8ffffffffffffffff")]
    public void A_uint_takes_no_more_bytes_than_it_needs(ulong value, string hex) => Assert.Equal(hex, Write(w => w.WriteUint(value)));

    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(63, "7e")]
    [InlineData(-64, "7f")]
    [InlineData(64, "ff80")]
    [InlineData(-129, "fe0101")]
    [InlineData(long.MinValue, "f8ffffffffffffffff")]
    public void The_sign_of_an_int_is_its_lowest_bit(long value, string hex) => Assert.Equal(hex, Write(w => w.WriteInt(value)));

    [Fact]
    public void The_bytes_of_a_float_are_reversed() => Assert.Equal("fe3140", Write(w => w.WriteFloat(17)));

    [Theory]
    [InlineData(42)]
    [InlineData(43)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(5_000)]
    public void The_length_of_a_string_is_that_of_its_UTF8(int length)
    {
        string text = new('日', length);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Assert.Equal(Write(w => w.WriteBytes(bytes)), Write(w => w.WriteString(text)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(1 << 24)]
    public void A_chunk_of_any_length_gets_its_length_in_front(int length)
    {
        byte[] content = new byte[length];
        content.AsSpan().Fill(0xA5);
        var writer = new GobWriter();
        writer.WriteByte(7);
        int outer = writer.BeginChunk();
        writer.WriteRaw(content);
        writer.EndChunk(outer);
        writer.WriteByte(9);
        var expected = new GobWriter();
        expected.WriteByte(7);
        expected.WriteBytes(content);
        expected.WriteByte(9);
        Assert.True(expected.Written.SequenceEqual(writer.Written));
    }

    [Fact]
    public void A_writer_is_used_again_and_never_twice_at_a_time()
    {
        GobWriter first = GobWriter.Rent(GobOptions.Default, SentTypes.None);
        GobWriter second = GobWriter.Rent(GobOptions.Default, SentTypes.None);
        Assert.NotSame(first, second);
        first.WriteByte(1);
        first.Return();
        GobWriter third = GobWriter.Rent(GobOptions.Default, SentTypes.None);
        Assert.Same(first, third);
        Assert.True(third.Written.IsEmpty);
    }

    private static string Write(Action<GobWriter> write)
    {
        var writer = new GobWriter();
        write(writer);
        return Convert.ToHexStringLower(writer.Written);
    }
}
