using System.Net.Sockets;
using System.Text;
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
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), Until.Deadline);
        await using var stream = new NetworkStream(socket);
        int answered = 0;
        Task sending = SendAsync(stream);
        Task receiving = ReceiveAsync(stream, () => answered++);
        await Until.TrueAsync(() => program.IsFull(Volatile.Read(ref answered)), "the log was full");

        await GobwireProgram.TerminateAsync(program.ProcessId, Until.Deadline);

        Assert.Equal(1, await program.WaitForExitAsync(Until.Deadline));
        Assert.True(await Record.ExceptionAsync(() => receiving) is null or IOException, "the replies end with the connection");
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

    private static async Task SendAsync(NetworkStream stream)
    {
        byte[] command = Encoding.UTF8.GetBytes($"STRING\n{UnreadLog.Text}\n");
        for (int i = 0; i < Commands; i++)
            await stream.WriteAsync(command, Until.Deadline);
    }

    /// <summary>Reads the replies, until the connection ends.</summary>
    private static async Task ReceiveAsync(NetworkStream stream, Action afterEach)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (await reader.ReadLineAsync(Until.Deadline) is { } reply)
        {
            Assert.Equal("Thank you.", reply);
            afterEach();
        }
    }

    /// <summary>Asks one command after the other, until one is not answered.</summary>
    private static async Task AskAsync(NatsConnection nats, Action afterEach, CancellationToken end)
    {
        byte[] line = [.. Encoding.UTF8.GetBytes(UnreadLog.Text), (byte)'\n'];
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
