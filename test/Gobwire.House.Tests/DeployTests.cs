using System.Globalization;
using System.Text.RegularExpressions;
using Gobwire.Hosting;

namespace Gobwire.House.Tests;

/// <summary>The page on deployment names every key of the configuration, with its default, and none that is not there.</summary>
public sealed partial class DeployTests
{
    private static readonly string Page = Repository.Read("docs/deploy.md");

    [Fact]
    public void The_keys_of_an_endpoint_are_those_of_its_options() =>
        Assert.Equal(KeysOf(new CommandHostOptions()), RowsOf("Every key of an endpoint"));

    [Fact]
    public void The_keys_of_a_server_are_those_of_its_options() =>
        Assert.Equal(KeysOf(new RpcHostOptions()), RowsOf("Every key of a server of net/rpc"));

    [Fact]
    public void The_keys_of_both_are_those_of_their_groups() =>
        Assert.Equal(
            KeysOf(new CommandHostOptions().Gob, "Gob:").Concat(KeysOf(new GobTlsOptions(), "Tls:")).Order(StringComparer.Ordinal),
            RowsOf("Keys of both"));

    [Fact]
    public void The_keys_of_a_client_are_those_of_its_options() =>
        Assert.Equal(
            KeysOf(new CommandClientHostOptions()).Concat(KeysOf(new GobClientTlsOptions(), "Tls:")).Order(StringComparer.Ordinal),
            RowsOf("Every key of a client"));

    [Fact]
    public void The_systemd_unit_is_more_patient_than_a_drain()
    {
        string unit = Assert.Single(Documents.Blocks("docs/deploy.md", "ini"));
        int patience = int.Parse(Regex.Match(unit, "TimeoutStopSec=([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(patience > new CommandHostOptions().DrainTimeout.TotalSeconds + 1, $"{patience} s");
    }

    private static IEnumerable<string> KeysOf(object options, string prefix = "") => options.GetType().GetProperties()
        .Where(property => property.Name is not ("Gob" or "Tls"))
        .SelectMany(property => property.GetValue(options) is GobRateLimit or GobBackoff
            ? KeysOf(property.GetValue(options)!, $"{prefix}{property.Name}:")
            : [$"{prefix}{property.Name} = {Text(property.GetValue(options))}"])
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> RowsOf(string heading)
    {
        int start = Page.IndexOf($"## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, heading);
        int end = Page.IndexOf("\n## ", start, StringComparison.Ordinal);
        return Rows().Matches(end < 0 ? Page[start..] : Page[start..end])
            .Select(row => $"{row.Groups["key"].Value} = {row.Groups["value"].Value}").Order(StringComparer.Ordinal);
    }

    private static string Text(object? value) => value switch
    {
        null or "" or System.Collections.IList => "none",
        bool flag => flag ? "true" : "false",
        TimeSpan time when time == Timeout.InfiniteTimeSpan => "-00:00:00.001",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"^\| `(?<key>[\w:]+)` \| (?<value>[^|]*?) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
