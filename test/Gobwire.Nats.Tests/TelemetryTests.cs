using System.Diagnostics;
using Gobwire.Commands;
using Gobwire.Testing;
using NATS.Client.Core;

namespace Gobwire.Nats.Tests;

/// <summary>One trace from the edge to the handler, and a word for each way in which a command may end.</summary>
[Collection(ObservedTests.Name)]
public sealed class TelemetryTests : SystemTest
{
    private static readonly CommandRelayOptions Quick = new()
    {
        Routes = new Dictionary<string, CommandRelayRoute>
        {
            ["DOUBLE"] = new(),
            ["TELL"] = new() { Mode = CommandRelayMode.Publish },
            ["KEEP"] = new() { Mode = CommandRelayMode.Durable },
            ["LOSE"] = new() { Mode = CommandRelayMode.Durable },
            ["SLOW"] = new() { Timeout = TimeSpan.FromMilliseconds(300) },
            ["BUSY"] = new(),
            ["REFUSE"] = new(),
            ["FAIL"] = new(),
            ["NOBODY"] = new(),
            ["BIG"] = new(),
        },
    };

    [Theory]
    [InlineData("DOUBLE", ActivityKind.Client)]
    [InlineData("TELL", ActivityKind.Producer)]
    [InlineData("KEEP", ActivityKind.Producer)]
    public async Task A_trace_goes_from_the_edge_s_command_over_its_relay_and_the_worker_to_the_handler(string command, ActivityKind relaying)
    {
        using var commands = new Spans("Gobwire.Commands");
        using var nats = new Spans("Gobwire.Nats");
        var handled = new TaskCompletionSource<Activity?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await StartWorkerAsync(
            endpoint => endpoint.Map<int>(command, _ => { handled.TrySetResult(Activity.Current); }),
            new CommandWorkerOptions { DurableCommands = command == "KEEP" ? [command] : [] });
        await using (CommandClient client = await StartEdge(Quick).ConnectAsync())
            await client.SendAsync(command, 3, Until.Deadline);
        await handled.Task.WaitAsync(Until.Deadline);
        await Until.TrueAsync(
            () => commands.Of(ActivityKind.Server).Count == 2 && nats.Of(relaying).Count == 1 && nats.Of(ActivityKind.Consumer).Count == 1,
            "all spans have ended");

        Activity relay = nats.Of(relaying)[0];
        Activity handle = nats.Of(ActivityKind.Consumer)[0];
        Activity edge = commands.Of(ActivityKind.Server).Single(span => span.SpanId == relay.ParentSpanId);
        Activity handler = commands.Of(ActivityKind.Server).Single(span => span.SpanId != edge.SpanId);
        Assert.Equal((command, $"{command} relay", $"{command} handle", command), (edge.DisplayName, relay.DisplayName, handle.DisplayName, handler.DisplayName));
        Assert.Equal(default, edge.ParentSpanId);
        Assert.Equal(relay.SpanId, handle.ParentSpanId);
        Assert.True(handle.HasRemoteParent);
        Assert.Equal(handle.SpanId, handler.ParentSpanId);
        Assert.Equal(handler.SpanId, (await handled.Task)!.SpanId);
        Assert.Single(new[] { edge, relay, handle, handler }.Select(span => span.TraceId).Distinct());
        Assert.Equal(edge.GetTagItem("network.peer.port"), handler.GetTagItem("network.peer.port"));
    }

    [Fact]
    public async Task Each_way_in_which_a_command_may_end_has_its_own_result()
    {
        using var measurements = new Measurements("Gobwire.Nats");
        var release = new TaskCompletionSource();
        var options = new CommandWorkerOptions { MaxConcurrency = 1, MaxWaiting = 0, DurableCommands = ["KEEP"] };
        CommandWorker worker = await StartWorkerAsync(
            endpoint =>
            {
                endpoint.Map<int, int>("DOUBLE", number => 2 * number);
                endpoint.Map<int>("TELL", _ => { });
                endpoint.Map<int>("KEEP", _ => { });
                endpoint.Map<byte[]>("BIG", _ => { });
                endpoint.Map<int>("REFUSE", _ => throw new CommandException(CommandErrorKind.Refused, "not today"));
                endpoint.Map<int>("FAIL", _ => throw new InvalidOperationException("a secret"));
                endpoint.Map<int>("BUSY", _ => { });
                endpoint.Map<int>("SLOW", async (_, _) => await release.Task);
            },
            options);
        NatsConnection nats = Server.Connect();
        await nats.ConnectAsync();
        Edge edge = StartEdge(Quick, nats);
        async Task RunAsync<T>(string command, T payload, string result)
        {
            await Until.TrueAsync(() => worker.Pending == 0 || command == "BUSY", "the worker is free");
            int before = Results().Count;
            await using (CommandClient client = await edge.ConnectAsync())
                await client.SendAsync(command, payload, Until.Deadline);
            await Until.TrueAsync(() => Results().Count > before, $"{command} has ended");
            Assert.Equal($"rpc.method={command} gobwire.result={result}", Results()[^1]);
        }

        List<string> Results() => measurements.TagsOf("gobwire.nats.relay.duration");
        await RunAsync("DOUBLE", 1, "ok");
        await RunAsync("TELL", 1, "ok");
        await RunAsync("KEEP", 1, "ok");
        await RunAsync("NOBODY", 1, "no_worker");
        await RunAsync("BIG", new byte[(1 << 20) - 6], "too_large");
        await RunAsync("REFUSE", 1, "worker_failed");
        await RunAsync("FAIL", 1, "worker_failed");
        await RunAsync("SLOW", 1, "timeout");
        await RunAsync("BUSY", 1, "busy");
        release.SetResult();

        foreach (string expected in (string[])
            ["DOUBLE gobwire.result=ok", "TELL gobwire.result=ok", "KEEP gobwire.result=ok", "REFUSE gobwire.result=refused", "FAIL gobwire.result=failed"])
        {
            await Until.TrueAsync(() => WorkerResults().Contains($"rpc.method={expected}"), $"the worker has measured {expected}");
        }

        await Until.TrueAsync(() => measurements.ValuesOf("gobwire.nats.worker.pending").Sum() == 0, "nothing is pending");
        Assert.Contains("rpc.method=_OTHER gobwire.result=busy", WorkerResults());
        string[] logged = ["NoWorker", "NoAnswer", "PayloadTooLarge", "WorkersBusy", "WorkerRefused"];
        Assert.All(logged, name => Assert.NotEmpty(edge.Logger.Of(name)));

        List<string> WorkerResults() => measurements.TagsOf("gobwire.nats.worker.duration");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_has_its_own_result_and_line()
    {
        using var measurements = new Measurements("Gobwire.Nats");
        await using var away = new NatsConnection(new NatsOpts { Url = "nats://127.0.0.1:1", RetryOnInitialConnect = false });
        Edge edge = StartEdge(Quick with { Timeout = TimeSpan.FromSeconds(20) }, away);
        await using (CommandClient client = await edge.ConnectAsync())
            await Assert.ThrowsAsync<CommandException>(async () => await client.AskAsync<int, int>("DOUBLE", 1, Until.Deadline));
        Assert.Single(edge.Logger.Of("NatsFailed"));
        Assert.Equal("rpc.method=DOUBLE gobwire.result=nats_failed", Assert.Single(measurements.TagsOf("gobwire.nats.relay.duration")));
    }

    [Fact]
    public async Task Messages_that_a_full_channel_drops_are_logged_and_counted()
    {
        const int Sent = 20_000;
        using var measurements = new Measurements("Gobwire.Nats");
        NatsConnection narrow = Server.Connect(new NatsOpts { SubPendingChannelCapacity = 1 });
        int handled = 0;
        await StartWorkerAsync(
            endpoint => endpoint.MapFallback(_ =>
            {
                Interlocked.Increment(ref handled);
                return ValueTask.CompletedTask;
            }),
            new CommandWorkerOptions { MaxWaiting = Sent },
            narrow);
        NatsConnection nats = Server.Connect();
        for (int i = 0; i < Sent; i++)
            await nats.PublishAsync("shop.TELL", new byte[1], cancellationToken: Until.Deadline);
        int Dropped() => measurements.ValuesOf("gobwire.nats.worker.dropped").Count;
        await Until.TrueAsync(() => Volatile.Read(ref handled) + Dropped() == Sent, "each message is handled, or told of as dropped");
        Assert.NotEqual(0, Dropped());
        Assert.Equal(Dropped(), WorkerLog.Of("MessageDropped").Count);
    }
}
