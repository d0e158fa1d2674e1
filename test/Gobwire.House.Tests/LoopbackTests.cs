using System.Text.RegularExpressions;

namespace Gobwire.House.Tests;

/// <summary>What tests, samples and measurements start is for their own machine alone.</summary>
public sealed partial class LoopbackTests
{
    private static readonly string[] Folders = ["test", "samples", "bench", "fuzz", ".ci"];

    /// <summary>The lines that say otherwise and may, by file, and why.</summary>
    private static readonly Dictionary<string, (int Lines, string Why)> Allowed = new()
    {
        ["test/Gobwire.Transport.Tests/TransportListenerTests.cs"] = (2, "that all interfaces are listened on is what is tested"),
        ["test/Gobwire.Hosting.Tests/OptionsTests.cs"] = (1, "the port is none, and nothing is bound"),
        ["test/Gobwire.Tool.Tests/ListenCommandTests.cs"] = (2, "options that do not go together: nothing is bound"),
        ["test/Gobwire.House.Tests/ReadmeExamples.cs"] = (1, "a line of the page, which the test does not run"),
        ["test/Gobwire.House.Tests/ScaleTests.cs"] = (1, "a line of the page, which the test does not run"),
        ["samples/Networking/Program.cs"] = (1, "the article's server, for other machines; tests start its demo"),
    };

    [Fact]
    public void Nothing_that_is_tested_or_measured_listens_on_other_interfaces_than_loopback()
    {
        Dictionary<string, string[]> found = Folders.SelectMany(folder => Repository.Files(folder, "")).Where(IsCode)
            .Select(file => (file, Lines: (string[])[.. Repository.ReadCode(file).Split('\n').Where(ListensElsewhere)]))
            .Where(f => f.Lines.Length > 0)
            .ToDictionary(f => f.file, f => f.Lines);

        string[] wrong = [.. found.Where(f => !Allowed.TryGetValue(f.Key, out var allowed) || f.Value.Length != allowed.Lines).Select(f => $"{f.Key}: {string.Join(" | ", f.Value)}")];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
        // What is allowed is still there.
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("listener.Bind(new IPEndPoint(IPAddress.Any, 0));")]
    [InlineData("listener.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));")]
    [InlineData("kestrel.ListenAnyIP(0);")]
    [InlineData("await using CommandServer server = endpoint.Start(0, token);")]
    [InlineData("await using CommandServer server = endpoint.Start();")]
    [InlineData("server.StartHttp(port: 0);")]
    [InlineData("server.Start(port, stop);")]
    [InlineData("builder.Services.AddCommandEndpoint().Listen(0);")]
    [InlineData("await endpoint.ListenAsync(cancellationToken: stop);")]
    [InlineData("await endpoint.ListenAsync(61000);")]
    [InlineData("""["Listen"] = "0.0.0.0:0",""")]
    [InlineData("""builder.WebHost.UseUrls("http://*:0");""")]
    [InlineData("""Start("listen", "--port", "0");""")]
    [InlineData("""Start("listen", "--bind", "0.0.0.0", "--port", "0");""")]
    [InlineData("""Start("listen", "--bind", "::", "--port", "0");""")]
    [InlineData("gobwire listen --port 0 &")]
    [InlineData("""l, err := net.Listen("tcp", ":0")""")]
    [InlineData("""l, err := net.Listen("tcp", fmt.Sprintf(":%d", port))""")]
    [InlineData("""http.ListenAndServe(":8080", nil)""")]
    [InlineData("""addr := flag.String("addr", ":0", "where to listen")""")]
    public void Each_way_to_listen_on_all_interfaces_is_found(string line) => Assert.True(ListensElsewhere(line));

    private static bool IsCode(string file) =>
        (Path.GetExtension(file) is ".cs" or ".go" or ".sh" or "" || Path.GetFileName(file).StartsWith("appsettings", StringComparison.Ordinal))
        && !file.EndsWith("/LoopbackTests.cs", StringComparison.Ordinal);

    private static bool ListensElsewhere(string line) => Elsewhere().IsMatch(line) || (ListensAtPort().IsMatch(line) && !line.Contains("--bind", StringComparison.Ordinal));

    [GeneratedRegex(
        """
        IPAddress\.(IPv6)?Any\b | ListenAnyIP
        | \.(Start|StartHttp|ListenAsync|ListenHttpAsync)\((port:\s*)?(\d|[pP]ort\b)
        | \.ListenAsync\((\)|cancellationToken) | [eE]ndpoint\.Start\((\)|cancellationToken)
        | (?<!net)\.Listen\((port:\s*)?(0|\d{4,5})\)
        | --bind"?,?\s*"?(0\.0\.0\.0|\[?::\]?["\s])
        | "(http://)?(\[::\]|0\.0\.0\.0|\*|\+):\d
        | Listen(AndServe)?\((\s*"tcp[46]?",)?\s*(fmt\.Sprintf\()?":
        | flag\.String\([^)]*":\d
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"\blisten\b.*--port")]
    private static partial Regex ListensAtPort();
}
