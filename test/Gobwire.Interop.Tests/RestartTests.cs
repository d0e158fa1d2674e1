using System.Collections.Concurrent;
using System.Net;
using Gobwire.Commands;

namespace Gobwire.Interop.Tests;

/// <summary>New versions are deployed under load: what was acknowledged was done, once.</summary>
public sealed class RestartTests(GoToolchain go) : GoTests(go, deadlineSeconds: 240)
{
    private const int Restarts = 50;
    private const int CommandsBetween = 30;

    [Fact]
    public async Task Fifty_restarts_under_load_lose_cut_and_repeat_nothing_that_was_acknowledged()
    {
        await Go.BuildAsync("gopeer");
        var handled = new ConcurrentDictionary<string, int>();
        using var further = new SemaphoreSlim(0);
        CommandServer server = Start(port: 0);
        try
        {
            await using ChildProcess client = await Go.StartAsync(
                "gopeer", "client", "-addr", $"127.0.0.1:{server.Port}", "-mode", "restarts", "-conns", "8");
            for (int restart = 0; restart < Restarts; restart++)
            {
                for (int i = 0; i < CommandsBetween; i++)
                    await further.WaitAsync(Deadline);
                await server.StopAsync().WaitAsync(Deadline);
                server = Start(server.Port);
            }

            await client.WriteLineAsync("enough", Deadline);
            List<string> acknowledged = await client.ReadToEndAsync(Deadline);
            await client.ExpectExitAsync(0, Deadline);

            Assert.NotEmpty(acknowledged);
            Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
            Assert.DoesNotContain(handled, command => command.Value != 1);
            Assert.DoesNotContain(acknowledged, command => !handled.ContainsKey(command));
            // A stop answers what it has begun.
            Assert.Empty(handled.Keys.Except(acknowledged));
        }
        finally
        {
            await server.DisposeAsync();
        }

        CommandServer Start(int port)
        {
            var endpoint = new CommandEndpoint();
            endpoint.MapText("STRING", async (line, _) =>
            {
                handled.AddOrUpdate(line, 1, (_, count) => count + 1);
                // So that a stop finds commands in the middle.
                await Task.Yield();
                further.Release();
                return LongReplies.To(line);
            });
            return endpoint.Start(new IPEndPoint(IPAddress.Loopback, port), CancellationToken.None);
        }
    }
}
