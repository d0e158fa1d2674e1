using System.Text.RegularExpressions;

namespace Gobwire.House.Tests;

/// <summary>Small rooms, nothing left undone, no trace of the machine they were built on.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 400;
    private const int MaxLinesOfMost = 300;
    private const int MaxLongFiles = 3;

    private static readonly string[] Folders = ["src", "test", "samples", "bench", "fuzz"];

    /// <summary>A service whose slow method is what its tests are about: calls overtake it, none waits for it.</summary>
    private const string SlowService = "test/Gobwire.Rpc.Tests/Arith.cs";

    private static IEnumerable<string> Sources => Folders.SelectMany(folder => Repository.Files(folder, ".cs"));

    [Fact]
    public void No_file_is_longer_than_400_lines_and_few_than_300()
    {
        (string File, int Lines)[] lengths = [.. Sources.Select(file => (file, Repository.Read(file).Split('\n').Length - 1))];
        Assert.DoesNotContain(lengths, l => l.Lines > MaxLines);
        (string, int)[] longFiles = [.. lengths.Where(l => l.Lines > MaxLinesOfMost)];
        Assert.True(longFiles.Length <= MaxLongFiles, string.Join(", ", longFiles));
    }

    [Fact]
    public void A_file_declares_at_most_one_public_type() =>
        Assert.DoesNotContain(
            Repository.Files("src", ".cs").Select(file => (file, PublicTypes().Count(Repository.Read(file)))), f => f.Item2 > 1);

    [Fact]
    public void Nothing_is_left_to_be_done_later() =>
        Assert.DoesNotContain(
            Sources.Where(file => !file.EndsWith("/SourceTests.cs", StringComparison.Ordinal)),
            file => LeftUndone().IsMatch(Repository.Read(file)));

    [Fact]
    public void No_test_sleeps() =>
        Assert.DoesNotContain(
            Repository.Files("test", ".cs").Where(file => file != SlowService && !file.EndsWith("/SourceTests.cs", StringComparison.Ordinal)),
            file => Sleeps().IsMatch(Repository.Read(file)));

    [Fact]
    public void No_file_names_a_place_of_the_machine_it_was_written_on()
    {
        // Golden streams are Go's bytes, and lock files hashes: neither has paths, and both are long.
        string[] leftOut = [".jsonl", ".lock.json", ".png", ".pfx", ".ico", "/SourceTests.cs"];
        Assert.DoesNotContain(
            Repository.Files("", "").Where(file => !leftOut.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))),
            file => MachinePaths().IsMatch(Repository.Read(file)));
    }

    [GeneratedRegex(@"^public (?:sealed |static |abstract |partial |readonly |ref )*(?:class|record(?: struct)?|struct|interface|enum|delegate) ", RegexOptions.Multiline)]
    private static partial Regex PublicTypes();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b|#region")]
    private static partial Regex LeftUndone();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\((?!Timeout\.Infinite)")]
    private static partial Regex Sleeps();

    [GeneratedRegex(@"(?<![\w./-])/(work|root|home|farm)/")]
    private static partial Regex MachinePaths();
}
