namespace Gobwire.House.Tests;

/// <summary>What the scale page shows is run: its code by the tests over NATS, its console lines by those with processes.</summary>
public sealed class ScaleTests
{
    private const string Page = "docs/scale.md";

    /// <summary>Lines of the page that a test cannot run as they are.</summary>
    private static readonly Dictionary<string, string> Instead = new()
    {
        ["builder.Services.AddCommandEndpoint(\"edge\", edge => edge.Listen(61000).RelayToNats(\"shop\"));"] =
            "builder.Services.AddCommandEndpoint(\"edge\", edge => edge.Listen(\"127.0.0.1:0\").RelayToNats(\"shop\"));",
    };

    [Fact]
    public void The_page_shows_no_code_that_is_not_run()
    {
        string[] sources = [.. Repository.Files("samples/Shop", ".cs"), "test/Gobwire.Nats.Tests/HostTests.cs"];
        HashSet<string> run = [.. sources.SelectMany(file => Lines(Repository.Read(file)))];
        string[] shown = [.. Documents.Blocks(Page, "csharp").SelectMany(Lines)];
        Assert.True(shown.Length > 20);
        Assert.All(shown, line => Assert.Contains(Instead.GetValueOrDefault(line, line), run));
    }

    [Fact]
    public void The_page_says_the_defaults_as_they_are()
    {
        string text = Repository.Read(Page);
        var worker = new Nats.CommandWorkerOptions();
        var stream = new Nats.CommandStreamOptions();
        Assert.Contains($"`MaxConcurrency` ({worker.MaxConcurrency})", text, StringComparison.Ordinal);
        Assert.Contains($"`MaxWaiting` ({worker.MaxWaiting})", text, StringComparison.Ordinal);
        Assert.Contains($"`AckWait` ({worker.AckWait.TotalSeconds} s)", text, StringComparison.Ordinal);
        Assert.Contains($"after {worker.MaxDeliveries} deliveries", text, StringComparison.Ordinal);
        Assert.Contains($"its window ({stream.DuplicateWindow.TotalMinutes} minutes)", text, StringComparison.Ordinal);
        Assert.Contains($"{stream.DeadMaxAge.TotalDays} days (`DeadMaxAge`), up to {stream.DeadMaxBytes >> 20} MiB (`DeadMaxBytes`)", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
}
