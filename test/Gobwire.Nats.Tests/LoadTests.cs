using System.Collections.Concurrent;
using Gobwire.Commands;
using Gobwire.Testing;
using NATS.Client.Core;

namespace Gobwire.Nats.Tests;

/// <summary>Two edges and three workers, of which one of each goes down under load.</summary>
public sealed class LoadTests : SystemTest
{
    private const int Clients = 4;
    private const int CommandsEach = 75;

    private static readonly CommandRelayOptions Durable = new()
    {
        Default = new CommandRelayRoute
        {
            Mode = CommandRelayMode.Durable,
            MessageId = (_, payload) => GobSerializer.Deserialize<Order>(payload).Customer,
        },
    };

    private static readonly CommandWorkerOptions Taking = new()
    {
        DurableCommands = ["ORDER"],
        MaxConcurrency = 4,
        HandlerTimeout = TimeSpan.FromSeconds(1),
        AckWait = TimeSpan.FromSeconds(2),
        MaxDeliveries = 50,
    };

    private readonly ConcurrentDictionary<string, int> _handled = new();

    [Fact]
    public async Task Every_command_that_was_acknowledged_is_handled_though_a_worker_dies_and_an_edge_restarts()
    {
        NatsConnection dying = Server.Connect();
        var dead = new TaskCompletionSource();
        // What this one takes it never ends, as a process that is killed.
        await StartWorkerAsync(
            endpoint => endpoint.Map<Order>("ORDER", async (_, token) =>
            {
                dead.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            }),
            Taking,
            dying);
        for (int i = 0; i < 2; i++)
            await StartWorkerAsync(endpoint => endpoint.Map<Order>("ORDER", order => _handled.AddOrUpdate(order.Customer, 1, (_, count) => count + 1)), Taking);
        var edges = new Edge[] { StartEdge(Durable), StartEdge(Durable) };
        var half = new CountdownEvent(Clients);
        var restarted = new TaskCompletionSource();
        Task<List<string>>[] clients = [.. Enumerable.Range(0, Clients).Select(client => RunClientAsync(client, edges, half, restarted.Task))];
        await dead.Task.WaitAsync(Until.Deadline);
        await dying.DisposeAsync();
        await Until.TrueAsync(() => half.IsSet, "all clients are half through");
        await edges[0].DisposeAsync();
        edges[0] = StartEdge(Durable);
        restarted.SetResult();
        string[] acknowledged = [.. (await Task.WhenAll(clients)).SelectMany(ids => ids)];
        Assert.Equal(Clients * CommandsEach, acknowledged.Distinct().Count());
        await Until.TrueAsync(() => acknowledged.All(_handled.ContainsKey), "every command that was acknowledged is handled");
        // Once each after de-duplication: nothing was handled that nobody has sent.
        Assert.Equal(acknowledged.Order(), _handled.Keys.Order());
    }

    /// <summary>Sends commands, each until it is acknowledged: to the next edge, where one is gone.</summary>
    private static async Task<List<string>> RunClientAsync(int number, Edge[] edges, CountdownEvent half, Task restarted)
    {
        List<string> acknowledged = [];
        CommandClient? client = null;
        for (int i = 0, failures = 0; i < CommandsEach;)
        {
            string id = $"{number}-{i}";
            try
            {
                client ??= await edges[(number + failures) % edges.Length].ConnectAsync();
                await client.SendAsync("ORDER", new Order(i, id, []), Until.Deadline);
                Assert.Equal("OK", await client.Connection.ReadLineAsync(Until.Deadline));
                acknowledged.Add(id);
                i++;
                if (i == CommandsEach / 2)
                {
                    half.Signal();
                    if (number % 2 == 1)
                        await restarted.WaitAsync(Until.Deadline);
                }
            }
            catch (CommandException)
            {
                failures++;
                if (client is not null)
                    await client.DisposeAsync();
                client = null;
            }
        }

        await client!.DisposeAsync();
        return acknowledged;
    }
}
