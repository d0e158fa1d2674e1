using System.Collections.Concurrent;
using Gobwire.Commands;
using Gobwire.Testing;
using NATS.Client.Core;

namespace Gobwire.Nats.Tests;

/// <summary>nats-server is killed and started again with commands under way; edges and workers go on by themselves.</summary>
public sealed class ServerRestartTests : SystemTest
{
    private readonly ConcurrentQueue<int> _handled = new();

    [Fact]
    public async Task A_request_that_a_worker_has_is_answered_when_both_are_back()
    {
        NatsConnection nearWorker = Server.Connect();
        NatsConnection nearEdge = Server.Connect();
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await StartWorkerAsync(endpoint => endpoint.Map<int, int>("WORK", async (number, _) =>
        {
            begun.TrySetResult();
            await release.Task;
            return 2 * number;
        }), connection: nearWorker);
        await using CommandClient client = await StartEdge(connection: nearEdge).ConnectAsync();
        Task<int> asked = client.AskAsync<int, int>("WORK", 1, Until.Deadline).AsTask();
        await begun.Task.WaitAsync(Until.Deadline);

        await RestartAsync(nearWorker, nearEdge);
        release.SetResult();

        Assert.Equal(2, await asked);
        Assert.Equal(6, await client.AskAsync<int, int>("WORK", 3, Until.Deadline));
    }

    [Fact]
    public async Task A_request_whose_answer_is_lost_ends_at_its_timeout_and_the_next_is_answered()
    {
        NatsConnection nearWorker = Server.Connect();
        NatsConnection nearEdge = Server.Connect();
        var begun = new TaskCompletionSource();
        await StartWorkerAsync(endpoint => endpoint.Map<int, int>("WORK", async (number, token) =>
        {
            if (begun.TrySetResult())
                await Task.Delay(Timeout.Infinite, token);
            return 2 * number;
        }), new CommandWorkerOptions { HandlerTimeout = TimeSpan.FromSeconds(5) }, nearWorker);
        Edge edge = StartEdge(new CommandRelayOptions { Timeout = TimeSpan.FromSeconds(3) }, nearEdge);
        await using (CommandClient client = await edge.ConnectAsync())
        {
            Task<int> asked = client.AskAsync<int, int>("WORK", 1, Until.Deadline).AsTask();
            await begun.Task.WaitAsync(Until.Deadline);
            await RestartAsync(nearWorker, nearEdge);
            await Assert.ThrowsAsync<CommandException>(() => asked);
        }

        Assert.Single(edge.Logger.Of("NoAnswer"));
        await using CommandClient next = await edge.ConnectAsync();
        Assert.Equal(4, await next.AskAsync<int, int>("WORK", 2, Until.Deadline));
    }

    [Fact]
    public async Task What_comes_while_the_server_is_away_waits_for_it()
    {
        NatsConnection nearWorker = Server.Connect();
        NatsConnection nearEdge = Server.Connect();
        await StartWorkerAsync(
            endpoint =>
            {
                endpoint.Map<int>("TELL", _handled.Enqueue);
                endpoint.Map<int>("KEEP", _handled.Enqueue);
                endpoint.Map<int, int>("WORK", number => 2 * number);
            },
            new CommandWorkerOptions { DurableCommands = ["KEEP"] },
            nearWorker);
        Edge edge = StartEdge(
            new CommandRelayOptions
            {
                Routes = new Dictionary<string, CommandRelayRoute>
                {
                    ["TELL"] = new() { Mode = CommandRelayMode.Publish },
                    ["KEEP"] = new() { Mode = CommandRelayMode.Durable },
                },
            },
            nearEdge);
        await using CommandClient telling = await edge.ConnectAsync();
        await using CommandClient keeping = await edge.ConnectAsync();
        await KeepAsync(keeping, 1);
        await Until.TrueAsync(() => _handled.Contains(1), "all works");

        await Server.StopAsync();
        await telling.SendAsync("TELL", 2, Until.Deadline);
        Task kept = KeepAsync(keeping, 3);
        await StartAgainAsync(nearWorker, nearEdge);

        await kept;
        await Until.TrueAsync(() => _handled.Contains(3), "what was kept is handled");
        // Told at most once: lost if the edge is back before the worker. What comes next is answered on the same connection.
        Assert.Equal(8, await telling.AskAsync<int, int>("WORK", 4, Until.Deadline));
        Assert.InRange(_handled.Count(number => number == 2), 0, 1);
        Assert.Empty(edge.Logger.Of("NatsFailed"));
    }

    [Fact]
    public async Task Durable_commands_under_load_survive_two_restarts()
    {
        const int Clients = 4, CommandsEach = 100;
        NatsConnection nearWorker = Server.Connect();
        NatsConnection nearEdge = Server.Connect();
        await StartWorkerAsync(
            endpoint => endpoint.Map<int>("KEEP", _handled.Enqueue),
            new CommandWorkerOptions { DurableCommands = ["KEEP"], HandlerTimeout = TimeSpan.FromSeconds(1), AckWait = TimeSpan.FromSeconds(2), MaxDeliveries = 50 },
            nearWorker);
        Edge edge = StartEdge(new CommandRelayOptions { Default = new CommandRelayRoute { Mode = CommandRelayMode.Durable } }, nearEdge);
        int acknowledged = 0;
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(async client =>
        {
            await using CommandClient keeping = await edge.ConnectAsync();
            for (int i = 0; i < CommandsEach; i++)
            {
                await KeepAsync(keeping, (client * CommandsEach) + i);
                Interlocked.Increment(ref acknowledged);
            }
        })];
        for (int restart = 1; restart <= 2; restart++)
        {
            int enough = restart * 100;
            await Until.TrueAsync(() => Volatile.Read(ref acknowledged) >= enough, "the load is under way");
            await RestartAsync(nearWorker, nearEdge);
        }

        await Task.WhenAll(clients);
        await Until.TrueAsync(() => _handled.Distinct().Count() == Clients * CommandsEach, "every command that was acknowledged is handled");
    }

    private static async Task KeepAsync(CommandClient client, int number)
    {
        await client.SendAsync("KEEP", number, Until.Deadline);
        Assert.Equal("OK", await client.Connection.ReadLineAsync(Until.Deadline));
    }

    private async Task RestartAsync(params NatsConnection[] connections)
    {
        await Server.StopAsync();
        await StartAgainAsync(connections);
    }

    /// <summary>Starts the server again; all are connected when this returns.</summary>
    private async Task StartAgainAsync(params NatsConnection[] connections)
    {
        await Until.TrueAsync(() => connections.All(connection => connection.ConnectionState != NatsConnectionState.Open), "all know that it is away");
        await Server.StartAgainAsync(Until.Deadline);
        await Until.TrueAsync(() => connections.All(connection => connection.ConnectionState == NatsConnectionState.Open), "all are back");
        // Subscriptions are sent again before what follows them.
        foreach (NatsConnection connection in connections)
            await connection.PingAsync(Until.Deadline);
    }
}
