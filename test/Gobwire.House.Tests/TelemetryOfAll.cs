using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Reflection;
using Gobwire.Commands;
using Gobwire.Nats;
using Gobwire.Rpc;

namespace Gobwire.House.Tests;

/// <summary>All that can be measured and traced, done once: commands, a pool, net/rpc, what is refused and what fails; and what NATS would be measured by.</summary>
internal sealed class TelemetryOfAll
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _metrics = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _spans = new();
    private readonly ConcurrentDictionary<string, bool> _spanNames = new();

    /// <summary>The names of tags, by meter and instrument.</summary>
    public Dictionary<string, IEnumerable<string>> Metrics => _metrics.ToDictionary(metric => metric.Key, metric => (IEnumerable<string>)metric.Value.Keys);

    /// <summary>The names of tags but for errors', by source and kind.</summary>
    public Dictionary<string, IEnumerable<string>> Spans => _spans.ToDictionary(span => span.Key, span => (IEnumerable<string>)span.Value.Keys);

    /// <summary>Sources and names of spans.</summary>
    public ICollection<string> SpanNames => _spanNames.Keys;

    public static async Task<TelemetryOfAll> CollectAsync(CancellationToken cancellationToken)
    {
        var all = new TelemetryOfAll();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, its) =>
        {
            if (instrument.Meter.Name.StartsWith("Gobwire.", StringComparison.Ordinal))
                its.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => all.Keep(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => all.Keep(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => all.Keep(instrument, tags));
        listener.Start();
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Gobwire.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = all.Keep,
        };
        ActivitySource.AddActivityListener(spans);

        await UseCommandsAsync(cancellationToken);
        await UsePoolAsync(cancellationToken);
        await UseRpcAsync(cancellationToken);
        UseNats();
        return all;
    }

    private static async Task UseCommandsAsync(CancellationToken cancellationToken)
    {
        var endpoint = new CommandEndpoint(new CommandEndpointOptions { MaxConnections = 1 });
        endpoint.MapText("ECHO", text => text);
        endpoint.Map<long, long>("DOUBLE", number => number * 2);
        await using CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        await using (CommandClient client = await ConnectAsync(server, cancellationToken))
        {
            await client.AskTextAsync("ECHO", "x", cancellationToken);
            await Assert.ThrowsAsync<CommandException>(async () => await AskAsync(server, "ECHO", cancellationToken));
        }

        await Retry(() => AskAsync(server, "NONE", cancellationToken));
        await Retry(async () =>
        {
            await using CommandClient client = await ConnectAsync(server, cancellationToken);
            await client.AskAsync<string, long>("DOUBLE", "no number", cancellationToken);
        });

        // The only connection there may be is the last one's a little longer.
        async Task Retry(Func<Task> failing)
        {
            while (server.ConnectionCount > 0)
                await Task.Yield();
            await Assert.ThrowsAsync<CommandException>(failing);
        }
    }

    private static Task<CommandClient> ConnectAsync(CommandServer server, CancellationToken cancellationToken) =>
        CommandClient.ConnectAsync($"127.0.0.1:{server.Port}", cancellationToken: cancellationToken);

    private static async Task AskAsync(CommandServer server, string command, CancellationToken cancellationToken)
    {
        await using CommandClient client = await ConnectAsync(server, cancellationToken);
        await client.AskTextAsync(command, "x", cancellationToken);
    }

    private static async Task UsePoolAsync(CancellationToken cancellationToken)
    {
        var endpoint = new CommandEndpoint();
        endpoint.Map("LOSE", (_, _) => throw new InvalidOperationException("on purpose"));
        CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        await using var pool = new CommandClientPool(
            $"127.0.0.1:{server.Port}", new CommandClientPoolOptions { ConnectionTimeout = TimeSpan.Zero, Backoff = new() { FirstDelay = TimeSpan.Zero } });
        await Lose();
        await server.DisposeAsync();
        await Lose();

        Task Lose() => Assert.ThrowsAsync<CommandException>(
            async () => await pool.AskTextAsync("LOSE", "x", new CommandSendOptions { IsIdempotent = true }, cancellationToken));
    }

    private static async Task UseRpcAsync(CancellationToken cancellationToken)
    {
        var server = new RpcServer();
        server.Map<long, long>("Number.Double", number => number * 2);
        await using Transport.RunningServer running = server.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        await using (RpcClient client = await RpcClient.DialAsync($"{running.LocalEndPoint}", null, cancellationToken))
        {
            await client.CallAsync<long, long>("Number.Double", 1, cancellationToken);
            await Assert.ThrowsAsync<RpcServerException>(() => client.CallAsync<long, long>("Number.None", 1, cancellationToken));
            await Assert.ThrowsAsync<RpcServerException>(() => client.CallAsync<string, long>("Number.Double", "none", cancellationToken));
        }

        await using Transport.TransportConnection stranger = await Transport.TransportDialer.DialAsync(
            Transport.TransportAddress.Parse($"{running.LocalEndPoint}"), null, cancellationToken);
        await stranger.Output.WriteAsync(new byte[] { 5, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, cancellationToken);
        await stranger.CompleteOutputAsync();
        while (running.ConnectionCount > 0)
            await Task.Yield();
    }

    /// <summary>Without a server of NATS: the same methods that edges and workers call.</summary>
    private static void UseNats()
    {
        Type telemetry = typeof(CommandRelayMode).Assembly.GetType("Gobwire.Nats.NatsTelemetry", throwOnError: true)!;
        Call("Relayed", "ECHO", "ok", TimeSpan.Zero);
        Call("Handled", "ECHO", "ok", TimeSpan.Zero);
        Call("AddPending", 1);
        Call("AddPending", -1);
        Call("CountDropped");
        ((IDisposable)Call("StartRelay", "_OTHER", CommandRelayMode.Request)!).Dispose();
        foreach (CommandRelayMode mode in Enum.GetValues<CommandRelayMode>())
            ((IDisposable)Call("StartRelay", "ECHO", mode)!).Dispose();
        ((IDisposable)Call("StartHandling", "ECHO", null)!).Dispose();

        object? Call(string name, params object?[] arguments) =>
            telemetry.GetMethod(name, BindingFlags.Static | BindingFlags.Public)!.Invoke(null, arguments);
    }

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        ConcurrentDictionary<string, bool> names = _metrics.GetOrAdd($"{instrument.Meter.Name} {instrument.Name}", _ => new());
        foreach (KeyValuePair<string, object?> tag in tags)
            names[tag.Key] = true;
    }

    private void Keep(Activity span)
    {
        _spanNames[$"{span.Source.Name} {span.DisplayName}"] = true;
        ConcurrentDictionary<string, bool> names = _spans.GetOrAdd($"{span.Source.Name} {span.Kind}", _ => new());
        foreach (KeyValuePair<string, object?> tag in span.TagObjects.Where(tag => tag.Key != "error.type"))
            names[tag.Key] = true;
    }
}
