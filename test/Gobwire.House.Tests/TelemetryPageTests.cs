using System.Text.RegularExpressions;
using Gobwire.Testing;

namespace Gobwire.House.Tests;

/// <summary>The page on observability has each metric's tags and each span as they come when there is something to measure.</summary>
public sealed partial class TelemetryPageTests
{
    private static readonly Dictionary<string, string> Shorthands = new() { ["system"] = "rpc.system.name", ["method"] = "rpc.method" };

    [Fact]
    public async Task The_tags_of_each_metric_are_those_it_is_measured_with()
    {
        TelemetryOfAll seen = await TelemetryOfAll.CollectAsync(Until.Deadline);

        IEnumerable<string> rows = RowsOf("Metrics").Select(cells => $"{cells[0]} {cells[1]}: {TagsOf(cells[4])}");
        Assert.Equal(rows.Order(StringComparer.Ordinal), seen.Metrics.Select(metric => $"{metric.Key}: {Text(metric.Value)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_span_is_on_the_page_with_its_source_kind_and_tags()
    {
        TelemetryOfAll seen = await TelemetryOfAll.CollectAsync(Until.Deadline);

        string last = "";
        var rows = new List<string>();
        foreach (string[] cells in RowsOf("Spans"))
        {
            last = cells[3] == "the same" ? last : TagsOf(cells[3]);
            // Besides the usual one a row has the kind of one that nobody waits for.
            rows.AddRange(cells[2].Split("; ").Select(kind => $"{cells[0]} {kind.Split(' ')[0]}: {last}"));
            foreach (Match name in Quoted().Matches(cells[1]).Where(name => name.Groups[1].Value != "Service.Method"))
                Assert.Contains(seen.SpanNames, span => span.StartsWith(cells[0], StringComparison.Ordinal) && span.EndsWith($" {name.Groups[1].Value}", StringComparison.Ordinal));
        }

        Assert.Equal(rows.Order(StringComparer.Ordinal), seen.Spans.Select(span => $"{span.Key}: {Text(span.Value)}").Order(StringComparer.Ordinal));
    }

    /// <summary>The tags of a cell: words for the two that most have, and names.</summary>
    private static string TagsOf(string cell) => Text(
        cell.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(tag => tag.Trim('`')).Select(tag => Shorthands.GetValueOrDefault(tag, tag)));

    private static string Text(IEnumerable<string> tags) => string.Join(", ", tags.Order(StringComparer.Ordinal));

    private static IEnumerable<string[]> RowsOf(string heading)
    {
        string part = Repository.Read("docs/observability.md").Split($"## {heading}\n")[1].Split("\n## ")[0];
        return Rows().Matches(part).Skip(1).Select(row => row.Value.Split('|')[1..^1].Select((cell, at) => at < 2 && heading == "Metrics" ? cell.Trim(' ', '`') : cell.Trim()).ToArray());
    }

    [GeneratedRegex(@"^\| [^-].*\|$", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
