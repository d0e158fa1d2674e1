namespace Gobwire.Commands.Tests;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("plain text, žluťoučký", "plain text, žluťoučký")]
    [InlineData("a\nb\rc\0d", "a\\u000ab\\u000dc\\u0000d")]
    [InlineData("\u001b[2J\u009b1m", "\\u001b[2J\\u009b1m")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("invoice\u202egnp.exe", "invoice\\u202egnp.exe")]
    [InlineData("a\u200bb\ufeffc\u2066d", "a\\u200bb\\ufeffc\\u2066d")]
    [InlineData("a\U000e0041b", "a\\udb40\\udc41b")]
    [InlineData("🐎", "🐎")]
    [InlineData("", "")]
    public void Characters_that_are_not_seen_or_move_others_do_not_reach_the_log(string text, string safe) => Assert.Equal(safe, LogText.Of(text));

    [Fact]
    public void Lone_surrogates_do_not_reach_the_log() => Assert.Equal("a\\ud83db\\udc0e", LogText.Of("a\ud83db\udc0e"));

    [Theory]
    [InlineData("aaaaaaaaaa", 5, "aaaaa…")]
    [InlineData("aaaaa", 5, "aaaaa")]
    [InlineData("aaaa🐎", 5, "aaaa…")]
    [InlineData("a\n\n", 12, "a\\u000a…")]
    [InlineData("a\n\n", 13, "a\\u000a\\u000a")]
    public void Text_is_bounded_with_its_codes(string text, int maxLength, string bounded) => Assert.Equal(bounded, LogText.Of(text, maxLength));

    [Fact]
    public void A_reason_may_be_longer_than_a_name() =>
        Assert.Equal((201, 501), (LogText.Of(new string('a', 1000)).Length, LogText.OfReason(new string('a', 1000)).Length));
}
