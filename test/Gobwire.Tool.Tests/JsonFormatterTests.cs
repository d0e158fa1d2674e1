using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gobwire.Tool.Tests;

public sealed class JsonFormatterTests
{
    [Fact]
    public void An_entry_is_one_line_with_its_parts_by_name()
    {
        string line = Format(new EventId(501, "StringReceived"), null, [new("Peer", "127.0.0.1:1"), new("Count", 2), new("Text", "a\n\u001bb"), new("{OriginalFormat}", "x")]);

        Assert.Single(line, '\n');
        using var json = JsonDocument.Parse(line);
        JsonElement root = json.RootElement;
        Assert.Equal(("info", 501, "StringReceived", "the message"), (
            root.GetProperty("level").GetString(), root.GetProperty("id").GetInt32(), root.GetProperty("event").GetString(), root.GetProperty("message").GetString()));
        Assert.Equal("""{"Peer":"127.0.0.1:1","Count":2,"Text":"a\n\u001Bb"}""", root.GetProperty("fields").GetRawText());
        Assert.EndsWith("Z", root.GetProperty("time").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_stays_on_the_line()
    {
        string line = Format(default, new InvalidOperationException("two\nlines"), []);

        Assert.Single(line, '\n');
        using var json = JsonDocument.Parse(line);
        Assert.Contains("two\nlines", json.RootElement.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.False(json.RootElement.TryGetProperty("event", out _));
    }

    private static string Format(EventId id, Exception? error, List<KeyValuePair<string, object?>> parts)
    {
        var output = new StringWriter { NewLine = "\n" };
        new JsonFormatter().Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Information, "gobwire", id, parts, error, (_, _) => "the message"), null, output);
        return output.ToString();
    }
}
