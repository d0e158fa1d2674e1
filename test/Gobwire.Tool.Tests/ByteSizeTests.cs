namespace Gobwire.Tool.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("4096", 4096)]
    [InlineData("64K", 65536)]
    [InlineData("64 kB", 65536)]
    [InlineData("16MiB", 16 << 20)]
    [InlineData("1G", 1 << 30)]
    public void A_size_is_read_as_people_write_it(string text, long size)
    {
        Assert.True(ByteSize.TryParse(text, out long parsed));
        Assert.Equal(size, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("-1")]
    [InlineData("1.5M")]
    [InlineData("1T")]
    [InlineData("99999999999G")]
    public void Anything_else_is_none(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(154156916, "147 MiB")]
    public void A_size_is_written_with_its_unit(long size, string text) => Assert.Equal(text, ByteSize.Format(size));
}
