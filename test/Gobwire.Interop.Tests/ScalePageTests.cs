using Gobwire.Nats.Tests;
using Gobwire.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>The console lines of the scale page, each run as a process of its own, on other ports than those it names.</summary>
public sealed class ScalePageTests
{
    private const string Program = "dotnet run --project src/Gobwire.Tool -- ";
    private const string Server = "nats://localhost:4222";

    [Fact]
    public async Task The_first_example_works_as_it_stands_there()
    {
        string[] lines = ReadExample();
        Assert.Equal(4, lines.Length);
        Assert.Equal("nats-server -js", lines[0]);
        await using NatsServer server = await NatsServer.StartAsync(Until.Deadline);
        string url = $"nats://{server.Address}";
        await using ChildProcess worker = Start(lines[1].Replace(Server, url, StringComparison.Ordinal));
        await ReadToAsync(worker, "Serving all commands at shop.*");
        await using ChildProcess edge = Start($"{lines[2].Replace(Server, url, StringComparison.Ordinal)} --bind 127.0.0.1 --port 0");
        string listening = await ReadToAsync(edge, "Listening on ");
        string address = listening[(listening.IndexOf("Listening on ", StringComparison.Ordinal) + "Listening on ".Length)..];

        await using ChildProcess client = Start(lines[3].Replace("localhost", address, StringComparison.Ordinal));
        Assert.Equal(["STRING: Thank you.", "GOB: sent"], await client.ReadToEndAsync(Until.Deadline));
        await client.ExpectExitAsync(0, Until.Deadline);
        await ReadToAsync(worker, "STRING: Additional data.");
        Assert.Contains("Recursive structs? Piece of cake!", await ReadToAsync(worker, "GOB: {"), StringComparison.Ordinal);

        // Start a second worker, and they share; stop one, and the other has it all.
        await using ChildProcess second = Start(lines[1].Replace(Server, url, StringComparison.Ordinal));
        await ReadToAsync(second, "Serving all commands at shop.*");
        await StopAsync(worker);
        await using ChildProcess again = Start(lines[3].Replace("localhost", address, StringComparison.Ordinal));
        Assert.Equal("STRING: Thank you.", await again.ReadLineAsync(Until.Deadline));
        await ReadToAsync(second, "GOB: {");
    }

    private static ChildProcess Start(string line)
    {
        Assert.StartsWith(Program, line, StringComparison.Ordinal);
        return GobwireProgram.Start(line[Program.Length..].Split(' '));
    }

    private static async Task StopAsync(ChildProcess process)
    {
        await GobwireProgram.TerminateAsync(process.ProcessId, Until.Deadline);
        await process.ExpectExitAsync(0, Until.Deadline);
    }

    private static async Task<string> ReadToAsync(ChildProcess process, string text)
    {
        while (true)
        {
            string line = await process.ReadLineAsync(Until.Deadline);
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }
    }

    private static string[] ReadExample()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "scale.md"));
        string block = page.Split("```sh\n")[1].Split("```")[0];
        return block.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
