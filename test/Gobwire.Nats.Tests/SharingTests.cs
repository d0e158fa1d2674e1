using System.Collections.Concurrent;
using Gobwire.Commands;
using Gobwire.Testing;

namespace Gobwire.Nats.Tests;

/// <summary>How the workers of a group share commands.</summary>
public sealed class SharingTests : SystemTest
{
    private const int Workers = 3;

    private readonly ConcurrentDictionary<int, int> _counts = new();

    [Fact]
    public async Task Each_of_three_workers_takes_at_least_a_fifth_of_3000_commands()
    {
        const int Clients = 8, CommandsEach = 375;
        for (int i = 0; i < Workers; i++)
            await StartCountingAsync(i, (number, _) => ValueTask.FromResult(number));
        Edge edge = StartEdge();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync(edge, CommandsEach)));
        Assert.Equal(Clients * CommandsEach, _counts.Values.Sum());
        // The server draws lots: a third each on the average, and a fifth is fifteen standard deviations away.
        Assert.All(Enumerable.Range(0, Workers), worker => Assert.InRange(_counts[worker], Clients * CommandsEach / 5, Clients * CommandsEach));
    }

    [Fact]
    public async Task A_slow_worker_delays_what_it_has_and_stalls_no_other()
    {
        const int Clients = 16, CommandsEach = 40, Held = 6;
        var release = new TaskCompletionSource();
        CommandWorker slow = await StartCountingAsync(0, async (number, _) =>
        {
            await release.Task;
            return number;
        }, new CommandWorkerOptions { MaxConcurrency = 2, MaxWaiting = Held - 2 });
        for (int i = 1; i < Workers; i++)
            await StartCountingAsync(i, (number, _) => ValueTask.FromResult(number));
        Edge edge = StartEdge(new CommandRelayOptions { MaxAttempts = 1_000 });
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(_ => AskAsync(edge, CommandsEach))];
        await Until.TrueAsync(() => clients.Count(client => client.IsCompleted) == Clients - Held, "all whose command is not held are answered");
        Assert.Equal(Held, slow.Pending);
        release.SetResult();
        await Task.WhenAll(clients);
        Assert.Equal(Clients * CommandsEach, _counts.Values.Sum());
    }

    [Fact]
    public async Task A_slow_worker_keeps_few_durable_commands_from_the_others()
    {
        const int Commands = 100, Concurrency = 2;
        var options = new CommandWorkerOptions { DurableCommands = ["WORK"], MaxConcurrency = Concurrency };
        var release = new TaskCompletionSource();
        var held = new CountdownEvent(Concurrency);
        var done = new ConcurrentQueue<int>();
        await StartWorkerAsync(endpoint => endpoint.Map<int>("WORK", async (number, _) =>
        {
            if (!held.IsSet)
                held.Signal();
            await release.Task;
            done.Enqueue(number);
        }), options);
        Edge edge = StartEdge(new CommandRelayOptions { Default = new CommandRelayRoute { Mode = CommandRelayMode.Durable } });
        await using CommandClient client = await edge.ConnectAsync();
        for (int i = 0; i < Concurrency; i++)
            await KeepAsync(client, i);
        await Until.TrueAsync(() => held.IsSet, "the slow worker has its commands");
        await StartWorkerAsync(endpoint => endpoint.Map<int>("WORK", done.Enqueue), options);
        for (int i = Concurrency; i < Commands; i++)
            await KeepAsync(client, i);
        // In hand, and fetched to be the next.
        await Until.TrueAsync(() => done.Count >= Commands - (2 * Concurrency) - 1, "the other has handled all but those");
        release.SetResult();
        await Until.TrueAsync(() => done.Distinct().Count() == Commands, "all are handled");
    }

    private static async Task AskAsync(Edge edge, int commands)
    {
        await using CommandClient client = await edge.ConnectAsync();
        for (int i = 0; i < commands; i++)
            Assert.Equal(i, await client.AskAsync<int, int>("WORK", i, Until.Deadline));
    }

    private static async Task KeepAsync(CommandClient client, int number)
    {
        await client.SendAsync("WORK", number, Until.Deadline);
        Assert.Equal("OK", await client.Connection.ReadLineAsync(Until.Deadline));
    }

    private Task<CommandWorker> StartCountingAsync(
        int worker, Func<int, CancellationToken, ValueTask<int>> handler, CommandWorkerOptions? options = null) =>
        StartWorkerAsync(endpoint => endpoint.Map<int, int>("WORK", (number, token) =>
        {
            _counts.AddOrUpdate(worker, 1, (_, count) => count + 1);
            return handler(number, token);
        }), options);
}
