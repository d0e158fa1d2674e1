using Gobwire.Commands;
using Gobwire.Nats.Tests;
using Gobwire.Testing;
using NATS.Client.Core;

namespace Gobwire.Tool.Tests;

public sealed class WorkCommandTests
{
    [Fact]
    public async Task A_command_goes_through_listen_and_NATS_to_work_and_back()
    {
        await using NatsServer server = await NatsServer.StartAsync(Until.Deadline);
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("commands.sock");
        using var stop = new CancellationTokenSource();
        using var worker = new TestRun([]) { Stop = stop.Token };
        using var edge = new TestRun([]) { Stop = stop.Token };
        string[] options = ["--nats", $"nats://{server.Address}", "--prefix", "shop", "--durable", "KEEP", "--log-level", "none"];
        Task<int> working = worker.RunAsync(["work", .. options]);
        await AnsweredAsync(server.Connect(), "$SRV.PING.shop");
        Task<int> listening = edge.RunAsync(["listen", "--unix", path, .. options]);

        await using (CommandClient client = await ConnectAsync(path))
        {
            Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "line", Until.Deadline));
            await client.SendAsync("GOB", ComplexData.Sample, Until.Deadline);
            await client.SendAsync("KEEP", ComplexData.Sample, Until.Deadline);
            Assert.Equal("OK", await client.Connection.ReadLineAsync(Until.Deadline));
        }

        await stop.CancelAsync();
        Assert.Equal(0, await listening);
        Assert.Equal(0, await working);
    }

    [Theory]
    [InlineData("work", "--nats", "nats://127.0.0.1:1")]
    [InlineData("listen", "--bind", "127.0.0.1", "--port", "0", "--nats", "nats://127.0.0.1:1")]
    [InlineData("listen", "--bind", "127.0.0.1", "--port", "0", "--nats", "no url")]
    public async Task A_server_that_cannot_be_reached_is_an_error(params string[] args)
    {
        using TestRun run = await TestRun.OfAsync("", [.. args, "--log-level", "none"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("gobwire: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("work")]
    [InlineData("listen", "--prefix", "shop")]
    [InlineData("listen", "--durable", "KEEP")]
    public async Task What_needs_a_server_says_so(params string[] args)
    {
        using TestRun run = await TestRun.OfAsync("", args);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("--nats", run.Error, StringComparison.Ordinal);
    }

    private static async Task<CommandClient> ConnectAsync(string path)
    {
        await ListeningSockets.WaitForAsync(path);
        return await CommandClient.ConnectAsync($"unix:{path}", null, Until.Deadline);
    }

    private static async Task AnsweredAsync(NatsConnection nats, string subject)
    {
        while (true)
        {
            try
            {
                await nats.RequestAsync<string, string>(subject, "", cancellationToken: Until.Deadline);
                return;
            }
            catch (NatsNoRespondersException)
            {
                await Task.Yield();
            }
        }
    }
}
