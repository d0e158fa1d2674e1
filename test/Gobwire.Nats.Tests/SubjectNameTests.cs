namespace Gobwire.Nats.Tests;

/// <summary>Names of commands as tokens of subjects.</summary>
public sealed class SubjectNameTests
{
    [Theory]
    [InlineData("ORDER-2_b", "ORDER-2_b")]
    [InlineData("a.b", "a%2Eb")]
    [InlineData("*", "%2A")]
    [InlineData(">", "%3E")]
    [InlineData("two words", "two%20words")]
    [InlineData("100%", "100%25")]
    [InlineData("%2E", "%252E")]
    [InlineData("Grüße/\\", "Gr%C3%BC%C3%9Fe%2F%5C")]
    [InlineData("\u0001\t", "%01%09")]
    public void A_name_is_one_token_and_comes_back(string name, string token)
    {
        Assert.Equal(token, SubjectName.Escape(name));
        Assert.Equal(name, SubjectName.Unescape(token));
        Assert.Equal(name, Subjects.NameIn(new Subjects("a.b").Durable(name)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.*")]
    [InlineData("a.>")]
    [InlineData("a b")]
    public void What_is_no_prefix_is_refused(string prefix) => Assert.Throws<ArgumentException>(() => new Subjects(prefix));

    [Fact]
    public void No_command_can_be_taken_for_a_durable_one()
    {
        var subjects = new Subjects("p");
        Assert.Equal("p.durable", subjects.Command("durable"));
        Assert.Equal("p.durable%2Ea", subjects.Command("durable.a"));
        Assert.Equal("p.durable.a", subjects.Durable("a"));
    }
}
