using System.Globalization;
using Gobwire.Commands;
using Gobwire.Nats.Tests;
using Gobwire.Testing;
using Gobwire.Tool.Tests;
using NATS.Client.Core;

namespace Gobwire.Interop.Tests;

/// <summary>What strangers make gobwire listen and work log: how much of it there is is not up to them.</summary>
public sealed class LoggedCommandsTests : IDisposable
{
    private const int MaxTextLength = 64 << 10;
    private const long MaxGrowth = 100 << 20;

    private readonly TemporaryFolder _folder = new();

    private string Socket => _folder.PathOf("commands.sock");

    [Theory]
    [InlineData("info", 6), InlineData("none", 0)]
    public async Task A_gob_of_a_mebibyte_that_is_hundreds_as_text_costs_listen_neither_memory_nor_log(string level, int logged)
    {
        GobValue hostile = LongNames.Of(340_000);
        await using ChildProcess program = GobwireProgram.Start("listen", "--unix", Socket, "--log-level", level);
        await ListeningSockets.WaitForAsync(Socket);
        await using (CommandClient client = await CommandClient.ConnectAsync($"unix:{Socket}", null, Until.Deadline))
        {
            await client.SendAsync("GOB", GobValue.ParseJson("""{"N":23}"""), Until.Deadline);
            Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "before", Until.Deadline));
            long before = HighWaterMark(program.ProcessId);

            for (int i = 0; i < 3; i++)
                await client.SendAsync("GOB", hostile, Until.Deadline);

            Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "after", Until.Deadline));
            Assert.InRange(HighWaterMark(program.ProcessId) - before, 0, MaxGrowth);
        }

        await GobwireProgram.TerminateAsync(program.ProcessId, Until.Deadline);
        string[] lines = [.. (await program.ReadToEndAsync(Until.Deadline)).Where(line => line.Contains(": GOB: ") || line.Contains(": STRING: "))];
        await program.ExpectExitAsync(0, Until.Deadline);
        Assert.Equal(logged, lines.Length);
        if (logged == 0)
            return;
        Assert.EndsWith(": GOB: {\"N\":23}", lines[0], StringComparison.Ordinal);
        Assert.All(lines[2..5], line =>
        {
            Assert.InRange(line.Length, MaxTextLength, MaxTextLength + 200);
            Assert.Contains(": GOB: [{\"NNN", line, StringComparison.Ordinal);
            Assert.EndsWith("…", line, StringComparison.Ordinal);
        });
        Assert.EndsWith(": STRING: after", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gob_of_a_mebibyte_that_is_hundreds_as_text_costs_work_neither_memory_nor_log()
    {
        await using NatsServer server = await NatsServer.StartAsync(Until.Deadline);
        await using ChildProcess program = GobwireProgram.Start("work", "--nats", $"nats://{server.Address}", "--prefix", "shop");
        NatsConnection nats = server.Connect();
        byte[] small = GobSerializer.Serialize(GobValue.ParseJson("""{"N":23}""")), hostile = GobSerializer.Serialize(LongNames.Of(330_000));
        await AskAsync(nats, small);
        long before = HighWaterMark(program.ProcessId);

        await AskAsync(nats, hostile);
        await AskAsync(nats, hostile);

        Assert.InRange(HighWaterMark(program.ProcessId) - before, 0, MaxGrowth);
        await GobwireProgram.TerminateAsync(program.ProcessId, Until.Deadline);
        string[] lines = [.. (await program.ReadToEndAsync(Until.Deadline)).Where(line => line.Contains(" GOB: "))];
        await program.ExpectExitAsync(0, Until.Deadline);
        Assert.EndsWith(" GOB: {\"N\":23}", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.All(lines[1..], line => Assert.InRange(line.Length, MaxTextLength, MaxTextLength + 200));
    }

    [Fact]
    public async Task A_gob_that_is_bad_at_its_end_is_refused_and_none_of_it_is_logged()
    {
        byte[] gob = GobSerializer.Serialize(LongNames.Of(1000));
        gob[^3] = 0x7f;
        await using ChildProcess program = GobwireProgram.Start("listen", "--unix", Socket, "--log-level", "debug");
        await ListeningSockets.WaitForAsync(Socket);
        await using (CommandClient client = await CommandClient.ConnectAsync($"unix:{Socket}", null, Until.Deadline))
        {
            await client.Connection.WriteLineAsync("GOB", Until.Deadline);
            await client.Connection.Output.WriteAsync(gob, Until.Deadline);
            await Assert.ThrowsAsync<CommandException>(async () => await client.Connection.ReadLineAsync(Until.Deadline));
        }

        await GobwireProgram.TerminateAsync(program.ProcessId, Until.Deadline);
        List<string> lines = await program.ReadToEndAsync(Until.Deadline);
        await program.ExpectExitAsync(0, Until.Deadline);
        Assert.DoesNotContain(lines, line => line.Contains(": GOB: [", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("GOB", StringComparison.Ordinal) && line.Contains("field number", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AskAsync(NatsConnection nats, byte[] payload)
    {
        while (true)
        {
            try
            {
                await nats.RequestAsync<byte[], byte[]>("shop.GOB", payload, cancellationToken: Until.Deadline);
                return;
            }
            catch (NatsNoRespondersException)
            {
                await Task.Yield();
            }
        }
    }

    private static long HighWaterMark(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))[6..^2],
        CultureInfo.InvariantCulture) * 1024;
}
