using System.Collections.Concurrent;
using Gobwire.Commands;
using Gobwire.Testing;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Gobwire.Nats.Tests;

/// <summary>Commands that a stream keeps until they are handled.</summary>
public sealed class DurableTests : SystemTest
{
    private static readonly CommandRelayOptions Durable = new()
    {
        Default = new CommandRelayRoute
        {
            Mode = CommandRelayMode.Durable,
            MessageId = (_, payload) => GobSerializer.Deserialize<Order>(payload).Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
    };

    private static readonly CommandWorkerOptions Taking = new()
    {
        DurableCommands = ["ORDER"],
        RetryDelay = TimeSpan.FromMilliseconds(50),
        MaxDeliveries = 3,
    };

    /// <summary>For what is lost on its way and must come again, and may so come once more than it had to.</summary>
    private static readonly CommandWorkerOptions TakingSoonAgain = Taking with
    {
        HandlerTimeout = TimeSpan.FromSeconds(1),
        AckWait = TimeSpan.FromSeconds(2),
        MaxDeliveries = 50,
    };

    private readonly ConcurrentQueue<int> _handled = new();

    [Fact]
    public async Task A_command_waits_for_its_worker_after_its_client_has_been_told_that_it_is_kept()
    {
        await using (CommandClient client = await StartEdge(Durable).ConnectAsync())
            Assert.Equal("OK", await SendAsync(client, 1));
        await StartWorkerAsync(Take, Taking);
        await Until.TrueAsync(() => _handled.Contains(1), "the command was handled");
    }

    [Fact]
    public async Task The_acknowledgement_can_be_a_gob_or_nothing()
    {
        CommandRelayRoute route = Durable.Default!;
        Edge edge = StartEdge(Durable with
        {
            Routes = new Dictionary<string, CommandRelayRoute>
            {
                ["GOB"] = route with { Acknowledgement = CommandPayload.Gob },
                ["NONE"] = route with { Acknowledgement = CommandPayload.None },
            },
        });
        await using CommandClient client = await edge.ConnectAsync();
        Assert.True(await client.AskAsync<Order, bool>("GOB", new Order(1, "", []), Until.Deadline));
        await client.SendAsync("NONE", new Order(2, "", []), Until.Deadline);
        Assert.Equal("OK", await SendAsync(client, 3));
    }

    [Fact]
    public async Task A_command_sent_twice_with_one_id_is_handled_once()
    {
        await StartWorkerAsync(Take, Taking);
        await using CommandClient client = await StartEdge(Durable).ConnectAsync();
        foreach (int id in (int[])[1, 1, 1, 2])
            Assert.Equal("OK", await SendAsync(client, id));
        await Until.TrueAsync(() => _handled.Contains(2), "the last was handled");
        Assert.Equal([1, 2], _handled.Order());
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_at_last_put_aside_with_its_reason()
    {
        int attempts = 0;
        await StartWorkerAsync(
            endpoint => endpoint.Map<Order>("ORDER", order =>
            {
                Interlocked.Increment(ref attempts);
                if (order.Id == 1 || attempts < 5)
                    throw new CommandException(CommandErrorKind.Refused, "out of tea");
                _handled.Enqueue(order.Id);
            }),
            Taking);
        await using CommandClient client = await StartEdge(Durable).ConnectAsync();
        Assert.Equal("OK", await SendAsync(client, 1));
        LogLine line = await WorkerLog.WaitForAsync("PutAside");
        Assert.Contains("shop.dead.ORDER after 3 deliveries: out of tea", line.Message, StringComparison.Ordinal);
        Assert.Equal(2, WorkerLog.Of("DeliveryFailed").Count);
        NatsMsg<byte[]> dead = await ReadDeadAsync();
        Assert.Equal(1, GobSerializer.Deserialize<Order>(dead.Data!).Id);
        Assert.Equal("out of tea", dead.Headers!["Gobwire-Reason"]);
        Assert.Equal("3", dead.Headers["Gobwire-Deliveries"]);
        Assert.Equal("OK", await SendAsync(client, 2));
        await Until.TrueAsync(() => _handled.Contains(2), "a command that failed at first was handled");
        Assert.Equal(5, attempts);
    }

    [Fact]
    public async Task A_command_that_no_stream_keeps_is_not_acknowledged_and_says_why()
    {
        Edge edge = StartEdge(Durable with { Stream = new CommandStreamOptions { Create = false }, Timeout = TimeSpan.FromSeconds(3) });
        await using CommandClient client = await edge.ConnectAsync();
        await Assert.ThrowsAsync<CommandException>(() => SendAsync(client, 1));
        Assert.StartsWith("127.0.0.1", (await edge.Logger.WaitForAsync("NotKept")).Message, StringComparison.Ordinal);
        Assert.Empty(edge.Logger.Of("NoAnswer"));
    }

    [Fact]
    public async Task A_stream_that_is_full_refuses_commands_and_its_dead_have_their_limits()
    {
        Edge edge = StartEdge(Durable with { Stream = new CommandStreamOptions { MaxBytes = 4_000 } });
        await using CommandClient client = await edge.ConnectAsync();
        int kept = 0;
        CommandException? refused = null;
        for (int id = 1; id <= 100 && refused is null; id++)
        {
            try
            {
                Assert.Equal("OK", await SendAsync(client, id));
                kept++;
            }
            catch (CommandException error)
            {
                refused = error;
            }
        }

        Assert.NotNull(refused);
        Assert.Contains("maximum bytes", (await edge.Logger.WaitForAsync("NotKept")).Message, StringComparison.Ordinal);
        var jetStream = new NatsJSContext(Server.Connect());
        Assert.Equal(kept, (await jetStream.GetStreamAsync("shop", cancellationToken: Until.Deadline)).Info.State.Messages);
        StreamConfig dead = (await jetStream.GetStreamAsync("shop-dead", cancellationToken: Until.Deadline)).Info.Config;
        Assert.Equal((TimeSpan.FromDays(30), 256L << 20, StreamConfigDiscard.Old), (dead.MaxAge, dead.MaxBytes, dead.Discard));
    }

    [Fact]
    public async Task What_was_fetched_ahead_of_a_slow_handler_has_all_its_time_and_is_delivered_once()
    {
        int taken = 0;
        await StartWorkerAsync(
            endpoint => endpoint.Map<Order>("ORDER", async (order, token) =>
            {
                Interlocked.Increment(ref taken);
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                catch (OperationCanceledException)
                {
                    // It has taken all the time there is.
                    _handled.Enqueue(order.Id);
                }
            }),
            Taking with { MaxConcurrency = 1, HandlerTimeout = TimeSpan.FromSeconds(4), AckWait = TimeSpan.FromSeconds(6) });
        await using CommandClient client = await StartEdge(Durable).ConnectAsync();
        Assert.Equal("OK", await SendAsync(client, 1));
        await Until.TrueAsync(() => Volatile.Read(ref taken) == 1, "the first is in hand");
        Assert.Equal("OK", await SendAsync(client, 2));
        await Until.TrueAsync(() => _handled.Count == 2, "both are handled");
        Assert.Equal((2, 0), (taken, WorkerLog.Of("DeliveryFailed").Count));
    }

    [Fact]
    public async Task A_worker_that_dies_leaves_its_command_to_another()
    {
        var taken = new TaskCompletionSource();
        NatsConnection dying = Server.Connect();
        await StartWorkerAsync(
            endpoint => endpoint.Map<Order>("ORDER", async (_, token) =>
            {
                taken.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            }),
            TakingSoonAgain with { HandlerTimeout = TimeSpan.FromSeconds(1.9) },
            dying);
        await using CommandClient client = await StartEdge(Durable).ConnectAsync();
        Assert.Equal("OK", await SendAsync(client, 1));
        await taken.Task.WaitAsync(Until.Deadline);
        await dying.DisposeAsync();
        await StartWorkerAsync(Take, TakingSoonAgain);
        await Until.TrueAsync(() => _handled.Contains(1), "the other has handled it");
    }

    private void Take(CommandEndpoint endpoint) => endpoint.Map<Order>("ORDER", order => _handled.Enqueue(order.Id));

    private static async Task<string> SendAsync(CommandClient client, int id)
    {
        await client.SendAsync("ORDER", new Order(id, "Ann", []), Until.Deadline);
        return await client.Connection.ReadLineAsync(Until.Deadline);
    }

    private async Task<NatsMsg<byte[]>> ReadDeadAsync()
    {
        var jetStream = new NatsJSContext(Server.Connect());
        INatsJSStream stream = await jetStream.GetStreamAsync("shop-dead", cancellationToken: Until.Deadline);
        INatsJSConsumer consumer = await stream.CreateOrderedConsumerAsync(cancellationToken: Until.Deadline);
        INatsJSMsg<byte[]>? message = await consumer.NextAsync<byte[]>(NatsRawSerializer<byte[]>.Default, cancellationToken: Until.Deadline);
        return new NatsMsg<byte[]>(message!.Subject, null, 0, message.Headers, message.Data, null, default);
    }
}
