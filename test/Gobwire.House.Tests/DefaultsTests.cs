using System.Globalization;
using System.Text.RegularExpressions;
using Gobwire.Commands;
using Gobwire.Rpc;
using Gobwire.Transport;

namespace Gobwire.House.Tests;

/// <summary>The tables of options in the guides have each option's default as it is.</summary>
public sealed partial class DefaultsTests
{
    // What is no limit, and stands in the text.
    private static readonly string[] InTheText = ["Tls", "TimeProvider", "Gob"];

    private static readonly string[] InTheTextOfRpc =
        [.. InTheText, "Protocol", "Json", "IncludeExceptionMessages", "LingerTimeout", "Backlog", "KeepAlive", "HttpPath", "DebugPath"];

    [Fact]
    public void The_limits_of_an_endpoint_are_on_its_page_with_their_defaults() =>
        AssertDefaults("docs/endpoint.md", "| option | default | |", 0, new CommandEndpointOptions(), InTheText);

    [Fact]
    public void The_options_of_a_pool_are_on_its_page_with_their_defaults() =>
        AssertDefaults("docs/endpoint.md", "| option | default | |", 1, new CommandClientPoolOptions(), InTheText);

    [Fact]
    public void The_limits_of_a_net_rpc_server_are_on_its_page_with_their_defaults() =>
        AssertDefaults("docs/rpc.md", "| `RpcServerOptions` | default | |", 0, new RpcServerOptions(), InTheTextOfRpc);

    private static void AssertDefaults(string page, string head, int number, object defaults, string[] inTheText)
    {
        string table = Repository.Read(page).Split($"{head}\n")[number + 1].Split("\n\n")[0];
        var named = new List<string>();
        foreach (Match row in Rows().Matches(table))
        {
            // A row has one option, or several with a comma between.
            string[] names = [.. Names().Matches(row.Groups["names"].Value.Split(" and ")[0]).Select(name => name.Groups[1].Value)];
            named.AddRange(names.Where(name => !name.Contains('.', StringComparison.Ordinal)));
            string[] values = [.. names.Select(name => Text(name, ValueOf(defaults, name))).Distinct()];
            Assert.Equal($"{row.Groups["names"].Value} | {string.Join(", ", values)}", $"{row.Groups["names"].Value} | {row.Groups["value"].Value}");
        }

        IEnumerable<string> options = defaults.GetType().GetProperties().Select(option => option.Name).Except(inTheText);
        Assert.Equal(options.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static object? ValueOf(object options, string path)
    {
        object? value = options;
        foreach (string name in path.Split('.'))
        {
            System.Reflection.PropertyInfo? option = value!.GetType().GetProperty(name);
            Assert.True(option is not null, $"{path} is no option");
            value = option.GetValue(value);
        }

        return value;
    }

    private static string Text(string name, object? value) => value switch
    {
        null => name == "SendBufferSize" ? "the system's" : "none",
        CommandClientOptions => "",
        TimeSpan time => time == Timeout.InfiniteTimeSpan ? "infinite" : Invariant($"{time.TotalSeconds} s"),
        TransportRate rate => Invariant($"{rate.BytesPerSecond} bytes a second after {rate.Grace.TotalSeconds} s"),
        TransportBackoff wait => Invariant(
            $"{wait.FirstDelay.TotalSeconds} s × {wait.Factor} to {wait.MaxDelay.TotalSeconds} s ± {wait.Jitter * 100} %"),
        _ when name == "MinWriteRate" => Invariant($"{value} bytes a second"),
        _ when name.Contains("Bytes", StringComparison.Ordinal) || name.EndsWith("Length", StringComparison.Ordinal) || name.EndsWith("Size", StringComparison.Ordinal) =>
            Bytes(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        _ => Invariant($"{value:N0}"),
    };

    private static string Bytes(long bytes) => bytes % (1 << 20) == 0 ? Invariant($"{bytes >> 20} MiB") : Invariant($"{bytes:N0} bytes");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| (?<names>`[^|]*?) \| ?(?<value>[^|]*?) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex(@"`([\w.]+)`")]
    private static partial Regex Names();
}
