using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Gobwire.House.Tests;

/// <summary>docs/conformance.md against the tests it names, ours and Go's.</summary>
public sealed partial class ConformanceTests
{
    [Theory]
    [InlineData("encoding/gob", 80), InlineData("net/rpc", 30)]
    public void Each_test_of_ours_is_in_the_class_it_is_named_with(string section, int atLeast)
    {
        IReadOnlyList<string> named = TestNames.In(Section(section));
        Assert.True(named.Count > atLeast);
        Assert.All(named, name => Assert.Contains(name, TestNames.All));
    }

    [Theory]
    [InlineData("encoding/gob", 3), InlineData("net/rpc", 2)]
    public void No_row_is_empty(string section, int cells)
    {
        string[] rows = Rows(section);
        Assert.All(rows, row => Assert.Equal(cells, row.Trim('|', ' ').Split(" | ").Count(cell => cell.Length > 2)));
        Assert.All(rows, row => Assert.True(TestNames.In(row).Count > 0 || row.Contains("no tests", StringComparison.Ordinal), row));
    }

    [Theory]
    [InlineData("encoding/gob", 114, "encoding/gob")]
    [InlineData("net/rpc", 28, "net/rpc", "net/rpc/jsonrpc")]
    public void Each_test_of_Go_s_has_a_row(string section, int count, params string[] packages)
    {
        string rows = string.Concat(Rows(section));
        Assert.All(packages.SelectMany(GoTests), name => Assert.Contains($"`{name}`", rows, StringComparison.Ordinal));
        // Where Go is not installed the rows still have as many names as Go 1.19 has functions.
        Assert.Equal(count, GoNames().Count(rows));
    }

    private static string[] Rows(string section) => [.. Section(section).Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(2)];

    private static IEnumerable<string> GoTests(string package)
    {
        if (FindGoRoot() is not { } root)
            yield break;
        foreach (string file in Directory.GetFiles(Path.Combine(root, "src", package), "*_test.go"))
        {
            foreach (Match function in GoFunctions().Matches(File.ReadAllText(file)))
                yield return function.Groups[1].Value;
        }
    }

    private static string? FindGoRoot()
    {
        string? go = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "go.exe" : "go")).FirstOrDefault(File.Exists);
        if (go is null)
            return null;
        using Process process = Process.Start(new ProcessStartInfo(go, "env GOROOT") { RedirectStandardOutput = true })!;
        string root = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        // Only the release the rows were made for: others may have other tests.
        string version = Path.Combine(root, "VERSION");
        bool isRowsRelease = File.Exists(version) && File.ReadAllText(version).StartsWith("go1.19", StringComparison.Ordinal);
        return isRowsRelease && Directory.Exists(Path.Combine(root, "src", "encoding", "gob")) ? root : null;
    }

    private static string Section(string title)
    {
        string text = Repository.Read("docs/conformance.md");
        int start = text.IndexOf($"## {title}\n", StringComparison.Ordinal);
        Assert.True(start >= 0);
        int end = text.IndexOf("\n## ", start, StringComparison.Ordinal);
        return text[start..end];
    }

    [GeneratedRegex(@"^func ((?:Test|Benchmark|Example)\w+)\(", RegexOptions.Multiline)]
    private static partial Regex GoFunctions();

    [GeneratedRegex(@"`(?:Test|Benchmark|Example)\w+`")]
    private static partial Regex GoNames();
}
