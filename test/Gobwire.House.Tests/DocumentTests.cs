using System.Text.RegularExpressions;

namespace Gobwire.House.Tests;

/// <summary>What the documents promise about themselves.</summary>
public sealed partial class DocumentTests
{
    private const string TestCommand = "dotnet test";

    [Fact]
    public void The_README_begins_with_two_commands()
    {
        MatchCollection blocks = ShellBlocks().Matches(Repository.Read("README.md"));
        Assert.True(blocks.Count >= 1);
        string[] commands = [.. blocks.Take(2).SelectMany(b => b.Groups[1].Value.Split('\n')).Where(l => l.StartsWith("dotnet", StringComparison.Ordinal))];
        Assert.Equal(2, commands.Length);
        Assert.StartsWith("dotnet run --project samples/Networking -- demo", commands[0], StringComparison.Ordinal);
        Assert.StartsWith(TestCommand, commands[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_CI_script_runs_the_README_s_test_command() =>
        Assert.Contains(TestCommand, Repository.Read(".ci/run"), StringComparison.Ordinal);

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

    [GeneratedRegex(@"```(?:sh|bash|console)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlocks();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Links();
}
