namespace Gobwire.Commands.Tests;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("plain text, žluťoučký", "plain text, žluťoučký")]
    [InlineData("a\nb\rc\0d", "a\\u000ab\\u000dc\\u0000d")]
    [InlineData("\u001b[2J\u009b1m", "\\u001b[2J\\u009b1m")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("", "")]
    public void Control_characters_do_not_reach_the_log(string text, string safe) => Assert.Equal(safe, LogText.Of(text));

    [Fact]
    public void Text_is_bounded() => Assert.Equal("aaaaa…", LogText.Of("aaaaaaaaaa", 5));
}
