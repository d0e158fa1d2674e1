using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;
using static Gobwire.Commands.Tests.Instruments;

namespace Gobwire.Commands.Tests;

[Collection(ObservedTests.Name)]
public sealed class TelemetryDeadlineTests
{

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;
    private CancellationToken _handlersToken;

    [Theory]
    [InlineData("", 0, "first_command_timeout")]
    [InlineData("ECHO\na\n", 1, "idle_timeout")]
    [InlineData("ECHO\na\nEC", 1, "timeout")]
    [InlineData("ECHO\na", 1, "timeout")]
    public async Task Each_deadline_of_a_peer_has_its_name(string sent, int begun, string errorType)
    {
        using var measurements = new Measurements(Meter);
        await using ServedEndpoint served = CreateTimed(Timeout.InfiniteTimeSpan);
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync(sent);
        await Until.TrueAsync(() => Volatile.Read(ref _begun) == begun && served.LastServed!.IsReading, "the endpoint waits for its peer");

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.5), () => served.Reasons.Count > 0, "a reason was logged");
        await EndAsync(served, peer);

        Assert.Equal($"rpc.system.name=gob_command error.type={errorType}", Assert.Single(measurements.TagsOf(ConnectionDuration)));
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_counted()
    {
        using var measurements = new Measurements(Meter);
        await using ServedEndpoint served = CreateTimed(TimeSpan.FromSeconds(30));
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("WAIT\n");
        await Until.TrueAsync(() => Volatile.Read(ref _begun) == 1, "the handler has begun");

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.3), () => _handlersToken.IsCancellationRequested, "the handler was canceled");
        await EndAsync(served, peer);

        Assert.Equal("rpc.system.name=gob_command error.type=handler_timeout", Assert.Single(measurements.TagsOf(ConnectionDuration)));
    }

    [Fact]
    public async Task A_handler_that_never_ends_is_counted_though_its_connection_does_not_end_either()
    {
        using var measurements = new Measurements(Meter);
        await using ServedEndpoint served = CreateTimed(TimeSpan.FromSeconds(30));
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("IGNORE\n");
        await Until.TrueAsync(() => Volatile.Read(ref _begun) == 1, "the handler has begun");

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.5), () => served.Reasons.Count > 0, "a reason was logged");

        Assert.Equal("rpc.system.name=gob_command error.type=handler_stuck", Assert.Single(measurements.TagsOf(ConnectionDuration)));
        Assert.Equal([1], measurements.ValuesOf(ActiveConnections));
        _release.SetResult();
        await served.EndAsync();
        Assert.Single(measurements.TagsOf(ConnectionDuration));
        Assert.Equal([1, -1], measurements.ValuesOf(ActiveConnections));
        Assert.EndsWith("rpc.method=IGNORE error.type=handler_stuck", Assert.Single(measurements.TagsOf(ServerDuration)), StringComparison.Ordinal);
    }

    private ServedEndpoint CreateTimed(TimeSpan handlerTimeout)
    {
        var served = new ServedEndpoint(new CommandEndpointOptions { TimeProvider = _time, HandlerTimeout = handlerTimeout });
        served.Endpoint.Map("ECHO", async (connection, token) =>
        {
            Interlocked.Increment(ref _begun);
            await connection.WriteLineAsync(await connection.ReadLineAsync(token), token);
        });
        served.Endpoint.Map("WAIT", async (_, token) =>
        {
            _handlersToken = token;
            Interlocked.Increment(ref _begun);
            await Task.Delay(Timeout.Infinite, token);
        });
        served.Endpoint.Map("IGNORE", async (_, _) =>
        {
            Interlocked.Increment(ref _begun);
            await _release.Task;
        });
        return served;
    }

    private static async Task EndAsync(ServedEndpoint served, TransportConnection peer)
    {
        await peer.CompleteOutputAsync();
        await served.EndAsync();
    }
}
