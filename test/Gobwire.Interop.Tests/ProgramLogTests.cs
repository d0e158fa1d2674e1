using System.Net;
using System.Text.Json;
using Gobwire.Commands;
using Gobwire.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen, whose log is read by a program.</summary>
public sealed class ProgramLogTests
{
    [Fact]
    public async Task With_a_log_of_JSON_each_line_is_an_object_whatever_strangers_send()
    {
        CancellationToken deadline = Until.Deadline;
        await using ChildProcess program = GobwireProgram.Start("listen", "--bind", "127.0.0.1", "--port", "0", "--log-format", "json");
        List<JsonElement> entries = [Parse(await program.ReadLineAsync(deadline))];
        string address = entries[0].GetProperty("fields").GetProperty("EndPoint").GetString()!;
        Assert.Equal(IPAddress.Loopback, IPEndPoint.Parse(address).Address);

        await using (CommandClient client = await CommandClient.ConnectAsync(address, null, deadline))
            Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "a \"line\"\t\u001b[2J", deadline));
        await using (CommandClient stranger = await CommandClient.ConnectAsync(address, null, deadline))
            await Assert.ThrowsAsync<CommandException>(async () => await stranger.AskTextAsync("{\"level\":\"forged\"}", "", deadline));
        await GobwireProgram.TerminateAsync(program.ProcessId, deadline);
        entries.AddRange((await program.ReadToEndAsync(deadline)).Select(Parse));
        await program.ExpectExitAsync(0, deadline);

        Assert.Equal(["Listening", "StringReceived", "UnknownCommand", "Draining", "Stopped"], entries.Select(entry => entry.GetProperty("event").GetString()));
        Assert.Equal(["info", "info", "warn", "info", "info"], entries.Select(entry => entry.GetProperty("level").GetString()));
        Assert.Equal([6, 501, 102, 7, 503], entries.Select(entry => entry.GetProperty("id").GetInt32()));
        Assert.All(entries, entry => Assert.EndsWith("Z", entry.GetProperty("time").GetString(), StringComparison.Ordinal));
        Assert.StartsWith("a \"line\"", entries[1].GetProperty("fields").GetProperty("Text").GetString(), StringComparison.Ordinal);
        Assert.Contains("forged", entries[2].GetProperty("fields").GetProperty("Command").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.Clone();
    }
}
