using System.Text.RegularExpressions;

namespace Gobwire.House.Tests;

/// <summary>The tests there are, and those that documents name, each with its class.</summary>
internal static partial class TestNames
{
    /// <summary>Every test, as <c>Class.Method</c>: a file has one class of tests, named as the file.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(Repository.Files("test", "Tests.cs").SelectMany(TestsIn));

    /// <summary>The tests that a text names.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Names().Matches(text).Select(m => m.Groups[1].Value)];

    private static IEnumerable<string> TestsIn(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return Tests().Matches(Repository.ReadCode(file)).Select(test => $"{name}.{test.Groups[1].Value}");
    }

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex Names();

    [GeneratedRegex(@"\[(?:Fact|Theory)\](?:\s*\[[^\n]*\]|\s*\[InlineData\([^)]*\)\])*\s*public (?:async )?(?:Task|ValueTask|void) (\w+)\(")]
    private static partial Regex Tests();
}
