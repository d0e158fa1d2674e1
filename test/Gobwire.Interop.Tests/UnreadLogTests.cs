using Gobwire.Commands;
using Gobwire.Nats.Tests;
using Gobwire.Testing;
using Gobwire.Tool.Tests;
using NATS.Client.Core;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen and work, whose log nobody reads: it fills up, and handlers wait for it; a stop ends the program all the same.</summary>
public sealed class UnreadLogTests : IDisposable
{
    /// <summary>More than the log takes: once it is full there are some left for which a handler waits.</summary>
    private const int Commands = 400;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Listen_whose_log_nobody_reads_ends_after_a_stop_all_the_same()
    {
        string path = _folder.PathOf("commands.sock");
        using var configuration = new ProgramConfiguration(new { Listen = new[] { $"unix:{path}" }, DrainTimeout = "00:00:01" });
        using var program = new UnreadLog(configuration.Arguments);
        await ListeningSockets.WaitForAsync(path);
        await using CommandClient client = await CommandClient.ConnectAsync($"unix:{path}", null, Until.Deadline);
        int answered = 0;
        Task sending = SendAsync(client);
        Task receiving = ReceiveAsync(client, () => answered++);
        await Until.TrueAsync(() => program.IsFull(Volatile.Read(ref answered)), "the log was full");

        await GobwireProgram.TerminateAsync(program.ProcessId, Until.Deadline);

        Assert.Equal(1, await program.WaitForExitAsync(Until.Deadline));
        await Assert.ThrowsAsync<CommandException>(() => receiving);
        Assert.InRange(answered, 257, Commands - 1);
        await Record.ExceptionAsync(() => sending);
    }

    [Fact]
    public async Task Work_whose_log_nobody_reads_ends_after_a_stop_all_the_same()
    {
        await using NatsServer server = await NatsServer.StartAsync(Until.Deadline);
        using var program = new UnreadLog("work", "--nats", $"nats://{server.Address}", "--prefix", "shop");
        NatsConnection nats = server.Connect();
        int answered = 0;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Until.Deadline);
        Task asking = AskAsync(nats, () => answered++, end.Token);
        await Until.TrueAsync(() => program.IsFull(Volatile.Read(ref answered)), "the log was full");

        await GobwireProgram.TerminateAsync(program.ProcessId, Until.Deadline);

        Assert.Equal(1, await program.WaitForExitAsync(Until.Deadline));
        Assert.InRange(answered, 257, Commands - 1);
        await end.CancelAsync();
        await Record.ExceptionAsync(() => asking);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task SendAsync(CommandClient client)
    {
        for (int i = 0; i < Commands; i++)
            await client.SendTextAsync("STRING", UnreadLog.Text, Until.Deadline);
    }

    private static async Task ReceiveAsync(CommandClient client, Action afterEach)
    {
        for (int i = 0; i < Commands; i++)
        {
            Assert.Equal("Thank you.", await client.Connection.ReadLineAsync(Until.Deadline));
            afterEach();
        }
    }

    /// <summary>Asks one command after the other, until one is not answered.</summary>
    private static async Task AskAsync(NatsConnection nats, Action afterEach, CancellationToken end)
    {
        byte[] line = [.. System.Text.Encoding.UTF8.GetBytes(UnreadLog.Text), (byte)'\n'];
        for (int i = 0; i < Commands;)
        {
            try
            {
                await nats.RequestAsync<byte[], byte[]>("shop.STRING", line, replyOpts: new NatsSubOpts { Timeout = Timeout.InfiniteTimeSpan }, cancellationToken: end);
                afterEach();
                i++;
            }
            catch (NatsNoRespondersException) when (i == 0)
            {
                // It is still starting.
                await Task.Yield();
            }
        }
    }
}
