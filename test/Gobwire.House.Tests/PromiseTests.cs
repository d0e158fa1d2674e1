namespace Gobwire.House.Tests;

/// <summary>The pages that promise something name a test for each promise, and the tests are there.</summary>
public sealed class PromiseTests
{
    [Theory]
    [InlineData("docs/reliability.md")]
    [InlineData("docs/threat-model.md")]
    [InlineData("docs/observability.md")]
    public void Each_test_that_a_page_names_is_there(string page)
    {
        IReadOnlyList<string> named = TestNames.In(Repository.Read(page));
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, TestNames.All));
    }

    [Theory]
    [InlineData("docs/reliability.md", "promise")]
    [InlineData("docs/threat-model.md", "attack")]
    public void Each_promise_names_a_test(string page, string heading)
    {
        string[] rows = [.. Tables(page).Where(table => table[0].StartsWith($"| {heading} |", StringComparison.Ordinal)).SelectMany(table => table[2..])];
        Assert.True(rows.Length >= 20, $"{page} has {rows.Length} promises");
        Assert.All(rows, row => Assert.True(TestNames.In(row).Count > 0, row));
    }

    private static IEnumerable<string[]> Tables(string page) =>
        Repository.Read(page).Split("\n\n").Select(part => part.Trim('\n').Split('\n')).Where(lines => lines.Length > 2 && lines[0].StartsWith('|'));
}
