using System.Text.RegularExpressions;

namespace Gobwire.House.Tests;

/// <summary>What the documents promise about themselves.</summary>
public sealed partial class DocumentTests
{
    private const string TestCommand = "dotnet test";

    [Fact]
    public void The_README_begins_with_two_commands()
    {
        string[] commands = [.. Documents.Blocks("README.md", "sh").Take(2).Select(block => block.Trim())];
        Assert.Equal(["dotnet run --project samples/Networking -- demo", TestCommand], commands);
        Assert.True(Repository.Has("samples/Networking/Networking.csproj"));
    }

    [Fact]
    public void The_CI_script_runs_the_README_s_test_command() =>
        Assert.Matches($@"(?m)^\s*(?:\S+ )*{TestCommand}(?: --no-build)?(?: --max-parallel-test-modules 1)?$", Repository.Read(".ci/run"));

    [Theory]
    [InlineData(".ci/run")]
    [InlineData("fuzz/run")]
    [InlineData("bench/compare")]
    [InlineData("bench/soak")]
    public void A_script_can_be_run(string path)
    {
        if (!OperatingSystem.IsWindows()) // which knows no mode of a file
            Assert.True(File.GetUnixFileMode(Path.Combine(Repository.Root, path)).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void Every_document_can_be_found_from_the_README()
    {
        string readme = Repository.Read("README.md");
        Assert.All(
            Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md"),
            path => Assert.Contains($"(docs/{Path.GetFileName(path)})", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_threat_model_names_the_limits_as_they_are()
    {
        string text = Repository.Read("docs/threat-model.md");
        GobOptions limits = GobOptions.Default;
        Assert.Contains($"`GobOptions.MaxDepth` ({limits.MaxDepth})", text, StringComparison.Ordinal);
        Assert.Contains($"`MaxTypeDefinitions` ({limits.MaxTypeDefinitions:N0})", text, StringComparison.Ordinal);
        Assert.Contains($"`MaxNameLength` ({limits.MaxNameLength:N0})", text, StringComparison.Ordinal);
        Assert.Contains($"`MaxTypeNameLength` ({limits.MaxTypeNameLength >> 10} KiB)", text, StringComparison.Ordinal);
        Assert.Contains($"`MaxMessageSize` ({limits.MaxMessageSize >> 20} MiB", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_threat_model_has_the_cost_of_every_hostile_stream()
    {
        string text = Repository.Read("docs/threat-model.md");
        MatchCollection names = StreamNames().Matches(Repository.Read("test/Gobwire.Tests/Limits/HostileStreams.cs"));
        Assert.True(names.Count > 20);
        Assert.All(names, name => Assert.Contains($"| {name.Groups[1].Value} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_tests_that_the_conformance_page_names_are_there()
    {
        HashSet<string> methods = [.. Repository.Files("test", ".cs").SelectMany(file => Methods().Matches(Repository.Read(file)).Select(m => m.Groups[1].Value))];
        MatchCollection named = TestNames().Matches(Repository.Read("docs/conformance.md"));
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name.Groups[1].Value, methods));
    }

    [Fact]
    public void AGENTS_is_at_most_60_lines() => Assert.True(Repository.Read("AGENTS.md").Split('\n').Length <= 61);

    [Fact]
    public void The_changelog_has_a_part_for_what_is_not_released() =>
        Assert.Contains("## [Unreleased]", Repository.Read("CHANGELOG.md"), StringComparison.Ordinal);

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var dead = new List<string>();
        foreach (string file in Repository.Files("", ".md"))
        {
            string folder = Path.GetDirectoryName(file)!;
            foreach (Match link in Links().Matches(Repository.Read(file)))
            {
                string target = link.Groups[1].Value;
                if (!target.Contains("://", StringComparison.Ordinal)
                    && !Path.Exists(Path.Combine(Repository.Root, folder, target)))
                {
                    dead.Add($"{file}: {target}");
                }
            }
        }

        Assert.Empty(dead);
    }

    [GeneratedRegex(@"\[""([^""]+)""\] =")]
    private static partial Regex StreamNames();

    [GeneratedRegex(@"public (?:async Task|Task|ValueTask|void) (\w+)\(")]
    private static partial Regex Methods();

    [GeneratedRegex(@"`(?:\w+\.)?([A-Z][a-z]*(?:_\w+){2,})`")]
    private static partial Regex TestNames();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Links();
}
