using System.Threading.RateLimiting;
using Gobwire.Commands;
using Gobwire.Testing;
using NATS.Client.Core;

namespace Gobwire.Nats.Tests;

/// <summary>Commands from a client over TCP, through an edge and NATS, to a worker and back.</summary>
public sealed class RelayTests : SystemTest
{
    private static readonly CommandRelayOptions Lines = new()
    {
        Routes = new Dictionary<string, CommandRelayRoute> { ["STRING"] = new() { Payload = CommandPayload.Line } },
        Timeout = TimeSpan.FromSeconds(20),
    };

    [Fact]
    public async Task A_worker_answers_what_a_client_asks_an_edge()
    {
        await StartWorkerAsync(endpoint =>
        {
            endpoint.Map<Order, Receipt>("ORDER", Receipt.Of);
            endpoint.MapText("STRING", text => $"Thank you for {text}");
            endpoint.Map<int>("COUNT", _ => { });
        });
        await using CommandClient client = await StartEdge(Lines).ConnectAsync();
        Assert.Equal(new Receipt(1, "Thank you, Ann", 3), await client.AskAsync<Order, Receipt>("ORDER", new Order(1, "Ann", [1, 2]), Until.Deadline));
        await client.SendAsync("COUNT", 5, Until.Deadline);
        Assert.Equal("Thank you for this", await client.AskTextAsync("STRING", "this", Until.Deadline));
        Assert.Equal(new Receipt(2, "Thank you, Bob", 0), await client.AskAsync<Order, Receipt>("ORDER", new Order(2, "Bob", []), Until.Deadline));
    }

    [Fact]
    public async Task Bytes_pass_unchanged_unless_definitions_came_earlier()
    {
        NatsConnection nats = Server.Connect();
        await using INatsSub<byte[]> sub = await nats.SubscribeCoreAsync<byte[]>("shop.ORDER", cancellationToken: Until.Deadline);
        var orders = new Order[] { new(1, "Ann", [1]), new(2, "Bob", [2]) };
        await using CommandClient client = await StartEdge(new CommandRelayOptions { Default = new() { Mode = CommandRelayMode.Publish } }).ConnectAsync();
        await client.SendAsync("ORDER", orders[0], Until.Deadline);
        Assert.Equal(GobSerializer.Serialize(orders[0]), await PayloadAsync());
        // From here on one encoder is kept.
        var encoder = new GobEncoder(client.Connection.Output);
        foreach (Order order in orders)
        {
            await client.Connection.WriteLineAsync("ORDER", Until.Deadline);
            encoder.Encode(order);
            await client.Connection.FlushAsync(Until.Deadline);
            Assert.Equal(GobSerializer.Serialize(order), await PayloadAsync());
        }

        async Task<byte[]?> PayloadAsync() => (await sub.Msgs.ReadAsync(Until.Deadline)).Data;
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("*")]
    [InlineData(">")]
    [InlineData("two words")]
    [InlineData("Grüße 100%")]
    public async Task A_name_may_be_whatever_it_likes(string name)
    {
        await StartWorkerAsync(endpoint => endpoint.MapFallback(async context =>
        {
            int number = await context.Connection.ReadGobAsync<int>(context.CancellationToken);
            await context.Connection.WriteGobAsync($"{context.Command}:{number}", context.CancellationToken);
        }));
        await using CommandClient client = await StartEdge().ConnectAsync();
        Assert.Equal($"{name}:7", await client.AskAsync<int, string>(name, 7, Until.Deadline));
    }

    [Fact]
    public async Task A_command_nobody_serves_closes_its_connection_with_its_reason()
    {
        Edge edge = StartEdge();
        await ExpectClosedAsync(edge, "NOBODY", 1);
        Assert.Contains("no worker serves shop.NOBODY", (await edge.Logger.WaitForAsync("NoWorker")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_does_not_answer_is_not_waited_for()
    {
        var release = new TaskCompletionSource();
        CommandWorker worker = await StartWorkerAsync(endpoint => endpoint.Map<int, int>("SLOW", async (number, _) =>
        {
            await release.Task;
            return number;
        }));
        Edge edge = StartEdge(new CommandRelayOptions { Timeout = TimeSpan.FromMilliseconds(300) });
        await ExpectClosedAsync(edge, "SLOW", 1);
        Assert.Contains("within 0.3 s", (await edge.Logger.WaitForAsync("NoAnswer")).Message, StringComparison.Ordinal);
        release.SetResult();
        await worker.StopAsync(Until.Deadline);
        Assert.Equal(0, worker.Pending);
    }

    [Fact]
    public async Task A_payload_that_NATS_does_not_take_is_not_sent()
    {
        var endpoint = new CommandEndpoint(new CommandEndpointOptions { Gob = GobOptions.Default with { MaxMessageSize = 4 << 20 } });
        var log = new CapturingLogger();
        NatsConnection nats = Server.Connect();
        await nats.ConnectAsync();
        endpoint.RelayToNats(nats, Edge.Prefix, null, log);
        var (near, far) = Transport.MemoryTransport.CreatePair();
        Task serving = endpoint.ServeAsync(far, Until.Deadline);
        await using (var client = new CommandClient(near, new CommandClientOptions { Gob = endpoint.Options.Gob }))
            await Assert.ThrowsAsync<CommandException>(async () => await client.AskAsync<byte[], byte[]>("BIG", new byte[2 << 20], Until.Deadline));
        await serving;
        Assert.Single(log.Of("PayloadTooLarge"));
    }

    [Fact]
    public async Task A_handler_s_failure_stays_in_the_worker_s_log_and_a_refusal_s_reason_comes_to_the_edge()
    {
        await StartWorkerAsync(endpoint =>
        {
            endpoint.Map<int>("FAIL", _ => throw new InvalidOperationException("a secret"));
            endpoint.Map<int>("REFUSE", _ => throw new CommandException(CommandErrorKind.Refused, "not today"));
        });
        Edge edge = StartEdge();
        await ExpectClosedAsync(edge, "FAIL", 1);
        Assert.Contains("500: the handler failed", (await edge.Logger.WaitForAsync("WorkerRefused")).Message, StringComparison.Ordinal);
        Assert.Equal("a secret", (await WorkerLog.WaitForAsync("HandlerFailed")).Exception!.Message);
        await ExpectClosedAsync(edge, "REFUSE", 1);
        Assert.Contains("403: not today", edge.Logger.Of("WorkerRefused")[1].Message, StringComparison.Ordinal);
        await ExpectClosedAsync(edge, "REFUSE", "no number");
        Assert.Contains("answered 400", edge.Logger.Of("WorkerRefused")[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_worker_says_so_at_once_and_another_is_asked()
    {
        var release = new TaskCompletionSource();
        var one = new CommandWorkerOptions { MaxConcurrency = 1, MaxWaiting = 0 };
        CommandWorker busy = await StartWorkerAsync(endpoint => endpoint.Map<int, int>("WORK", async (number, _) =>
        {
            await release.Task;
            return number;
        }), one);
        Edge edge = StartEdge(new CommandRelayOptions { MaxAttempts = 100 });
        await using CommandClient first = await edge.ConnectAsync();
        Task<int> held = first.AskAsync<int, int>("WORK", 1, Until.Deadline).AsTask();
        await Until.TrueAsync(() => busy.Pending == 1, "the worker has its command");
        await StartWorkerAsync(endpoint => endpoint.Map<int, int>("WORK", number => 100 + number));
        await using CommandClient second = await edge.ConnectAsync();
        for (int i = 0; i < 50; i++)
            Assert.Equal(100 + i, await second.AskAsync<int, int>("WORK", i, Until.Deadline));
        Assert.NotEmpty(WorkerLog.Of("Busy"));
        release.SetResult();
        Assert.Equal(1, await held);
    }

    [Fact]
    public async Task Commands_with_a_handler_of_the_edge_stay_there_unless_they_are_named()
    {
        await StartWorkerAsync(endpoint => endpoint.MapFallback(async context =>
            await context.Connection.WriteLineAsync($"worker {await context.Connection.ReadLineAsync(context.CancellationToken)}")));
        Edge edge = StartEdge(Lines with { Default = null });
        edge.Endpoint.MapText("LOCAL", text => $"edge {text}");
        await using CommandClient client = await edge.ConnectAsync();
        Assert.Equal("edge 1", await client.AskTextAsync("LOCAL", "1", Until.Deadline));
        Assert.Equal("worker 2", await client.AskTextAsync("STRING", "2", Until.Deadline));
        await ExpectClosedAsync(edge, "OTHER", 1);
        await edge.Logger.WaitForAsync("UnknownCommand");
    }

    [Fact]
    public async Task A_handler_sees_the_edge_s_client_as_its_peer()
    {
        await StartWorkerAsync(endpoint => endpoint.Map("WHO", async (connection, token) =>
        {
            await connection.ReadGobAsync<int>(token);
            await connection.WriteGobAsync($"{connection.Peer} {connection.RemoteEndPoint}", token);
        }));
        await using CommandClient client = await StartEdge().ConnectAsync();
        string address = client.Connection.LocalEndPoint!.ToString()!;
        Assert.Equal($"{address} {address}", await client.AskAsync<int, string>("WHO", 1, Until.Deadline));
        NatsMsg<byte[]> direct = await Server.Connect().RequestAsync<byte[], byte[]>(
            "shop.WHO", GobSerializer.Serialize(1), cancellationToken: Until.Deadline);
        Assert.Equal("(memory) ", GobSerializer.Deserialize<string>(direct.Data!));
    }

    [Fact]
    public async Task The_endpoint_s_limits_of_gobs_and_handlers_and_its_rate_limiters_are_the_worker_s_too()
    {
        var endpoint = new CommandEndpoint(new CommandEndpointOptions
        {
            Gob = GobOptions.Default with { MaxMessageSize = 1 << 10 },
            HandlerTimeout = TimeSpan.FromMilliseconds(200),
            MaxCommandsPerSecond = 1,
        });
        endpoint.Map<byte[]>("TAKE", _ => { });
        endpoint.Map<int, int>("SLOW", async (number, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return number;
        });
        endpoint.Map<int>("RARE", _ => { });
        using var limiter = PartitionedRateLimiter.Create<CommandContext, string>(context => RateLimitPartition.GetFixedWindowLimiter(
            context.Command, name => new FixedWindowRateLimiterOptions { PermitLimit = name == "RARE" ? 1 : 100, Window = TimeSpan.FromHours(1) }));
        endpoint.AddRateLimiter(limiter);
        await using var worker = new CommandWorker(endpoint, Server.Connect(), Edge.Prefix, null, WorkerLog);
        await worker.StartAsync(Until.Deadline);
        NatsConnection nats = Server.Connect();
        // A rate is of one connection, and a message has none.
        for (int i = 0; i < 3; i++)
            Assert.Null(await ErrorOfAsync("TAKE", GobSerializer.Serialize(new byte[100])));
        Assert.Equal("400", await ErrorOfAsync("TAKE", GobSerializer.Serialize(new byte[2_000])));
        Assert.Equal("504", await ErrorOfAsync("SLOW", GobSerializer.Serialize(1)));
        Assert.Null(await ErrorOfAsync("RARE", GobSerializer.Serialize(1)));
        Assert.Equal("429", await ErrorOfAsync("RARE", GobSerializer.Serialize(1)));
        Assert.Contains("0.2 s", (await WorkerLog.WaitForAsync("HandlerTimedOut")).Message, StringComparison.Ordinal);

        async Task<string?> ErrorOfAsync(string command, byte[] payload)
        {
            NatsMsg<byte[]> reply = await nats.RequestAsync<byte[], byte[]>($"shop.{command}", payload, cancellationToken: Until.Deadline);
            return reply.Headers?["Nats-Service-Error-Code"];
        }
    }

    private static async Task ExpectClosedAsync<T>(Edge edge, string command, T payload)
    {
        await using CommandClient client = await edge.ConnectAsync();
        CommandException error = await Assert.ThrowsAsync<CommandException>(async () => await client.AskAsync<T, int>(command, payload, Until.Deadline));
        Assert.Contains(error.Kind, new[] { CommandErrorKind.Truncated, CommandErrorKind.ConnectionLost });
    }
}
