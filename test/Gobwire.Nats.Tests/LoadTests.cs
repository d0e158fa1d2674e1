using System.Collections.Concurrent;
using Gobwire.Commands;
using Gobwire.Testing;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Gobwire.Nats.Tests;

/// <summary>Two edges and three workers, processes all, of which one of each is killed under load.</summary>
public sealed class LoadTests : SystemTest
{
    private const int Clients = 8;
    private const int CommandsEach = 150;
    private const int CommandsOnAConnection = 10;
    private const int BeforeAKill = 60;

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(3));
    private readonly ConcurrentQueue<int> _acknowledged = new();

    [Fact]
    public async Task Every_command_that_was_acknowledged_is_handled_though_a_worker_is_killed_and_an_edge_restarted()
    {
        CancellationToken deadline = _deadline.Token;
        ShopProcess[] workers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ShopProcess.StartWorkerAsync(this, deadline)));
        ShopProcess[] edges = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ShopProcess.StartEdgeAsync(this, deadline)));
        string[] addresses = [.. edges.Select(edge => edge.Address)];
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(client => Task.Run(() => RunClientAsync(client, addresses), deadline))];

        await Until.TrueAsync(() => workers.All(worker => worker.Orders.Count >= BeforeAKill), "all workers are at work");
        await workers[0].DisposeAsync();
        int acknowledgedBefore = _acknowledged.Count;
        Assert.InRange(acknowledgedBefore, 1, (Clients * CommandsEach) - 1);
        await Until.TrueAsync(() => _acknowledged.Count > acknowledgedBefore, "the load goes on without the worker");
        await edges[0].DisposeAsync();
        edges[0] = await ShopProcess.StartEdgeAsync(this, deadline);
        Volatile.Write(ref addresses[0], edges[0].Address);
        await Task.WhenAll(clients);
        // The restarted edge takes commands as before.
        Assert.Equal("OK", await ShopProcess.OrderAsync(edges[0].Address, Clients * CommandsEach, deadline));
        _acknowledged.Enqueue(Clients * CommandsEach);

        int[] sent = [.. Enumerable.Range(0, (Clients * CommandsEach) + 1)];
        Assert.Equal(sent, _acknowledged.Order());
        await Until.TrueAsync(() => !sent.Except(workers.SelectMany(worker => worker.Orders)).Any(), "every command that was acknowledged is handled");
        // Each once after de-duplication, and none that nobody has sent.
        Assert.Equal(sent, workers.SelectMany(worker => worker.Orders).Distinct().Order());
        await CheckStreamsAsync(sent.Length);
    }

    /// <summary>The stream had each command once, whatever clients sent again; none is left, and none was given up.</summary>
    private async Task CheckStreamsAsync(int commands)
    {
        var jetStream = new NatsJSContext(Server.Connect());
        StreamInfo kept;
        do
        {
            kept = (await jetStream.GetStreamAsync("shop", cancellationToken: _deadline.Token)).Info;
        }
        while (kept.State.Messages > 0);
        Assert.Equal((ulong)commands, kept.State.LastSeq);
        Assert.Equal(0UL, (await jetStream.GetStreamAsync("shop-dead", cancellationToken: _deadline.Token)).Info.State.LastSeq);
    }

    /// <summary>Sends commands, each until it is acknowledged, to one edge after the other.</summary>
    private async Task RunClientAsync(int number, string[] addresses)
    {
        CommandClient? client = null;
        for (int i = 0, connections = number; i < CommandsEach;)
        {
            int id = (number * CommandsEach) + i;
            try
            {
                client ??= await CommandClient.ConnectAsync(Volatile.Read(ref addresses[connections++ % 2]), null, _deadline.Token);
                await client.SendAsync("ORDER", new Order(id, "Ann", []), _deadline.Token);
                Assert.Equal("OK", await client.Connection.ReadLineAsync(_deadline.Token));
                _acknowledged.Enqueue(id);
                if (++i % CommandsOnAConnection > 0)
                    continue;
            }
            catch (CommandException) when (!_deadline.IsCancellationRequested)
            {
                // The edge is gone: the same command to the next one.
            }

            if (client is not null)
                await client.DisposeAsync();
            client = null;
        }
    }
}
