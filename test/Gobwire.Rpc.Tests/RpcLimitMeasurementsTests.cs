using System.IO.Pipelines;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Rpc.Tests;

/// <summary>Every timeout of a server: whoever breaks one has one line of log and one measurement, and nobody else is disturbed.</summary>
[Collection(ObservedTests.Name)]
public sealed class RpcLimitMeasurementsTests
{
    private const string Meter = "Gobwire.Rpc";
    private const string ConnectionDuration = "gobwire.server.connection.duration";
    private const string ServerDuration = "rpc.server.call.duration";

    /// <summary>The bytes of the first call of <c>Arith.Multiply</c>, definitions and all.</summary>
    private const int Request = 107;

    private readonly FakeTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();

    [Theory]
    [InlineData(0, "idle_timeout", 130.1)]
    [InlineData(Request, "idle_timeout", 130.1)]
    [InlineData(20, "timeout", 30.1)]
    [InlineData(Request + 5, "timeout", 30.1)]
    [InlineData(20, "slow_sender", 5.1)]
    [InlineData(Request + 5, "slow_sender", 5.1)]
    public async Task A_client_that_does_not_go_on_has_one_line_and_one_measurement_and_loses_its_connection_alone(
        int sent, string errorType, double seconds)
    {
        using var measurements = new Measurements(Meter);
        RpcServer server = Create(reply: 8, new RpcServerOptions
        {
            IdleTimeout = TimeSpan.FromSeconds(130),
            MinDataRate = errorType == "slow_sender" ? TransportRate.Default : null,
            TimeProvider = _time,
        });
        var (input, output) = (new Pipe(), new Pipe());
        var connection = new CountedPipe(input.Reader, output.Writer);
        Task serving = server.ServeAsync(connection);
        byte[] bytes = Wire.Golden("rpc-request");
        await Until.TrueAsync(() => connection.Reads > 0, "the server waits for a request");
        for (int i = 0; i < sent; i++)
        {
            int reads = connection.Reads;
            await input.Writer.WriteAsync(bytes.AsMemory(i, 1), Until.Deadline);
            await Until.TrueAsync(() => connection.Reads > reads, "the server waits for more");
        }

        if (sent >= Request)
            await Until.TrueAsync(() => measurements.TagsOf(ServerDuration).Count == 1, "the call was answered");

        _time.Advance(TimeSpan.FromSeconds(seconds));

        await Until.TrueAsync(
            () =>
            {
                // A deadline may not have been set yet: time passes on.
                _time.Advance(TimeSpan.FromSeconds(0.3));
                return Reasons().Count > 0;
            },
            "a reason was logged");
        await input.Writer.CompleteAsync();
        await serving.WaitAsync(Until.Deadline);
        Assert.Equal(errorType == "slow_sender" ? "SlowSender" : "TimedOut", Assert.Single(Reasons()).Event);
        Assert.Equal($"rpc.system.name=go_net_rpc error.type={errorType}", Assert.Single(measurements.TagsOf(ConnectionDuration)));
        await AssertAnswersAsync(server);
    }

    [Fact]
    public async Task A_client_that_does_not_read_has_one_line_and_one_measurement_and_loses_its_connection_alone()
    {
        using var measurements = new Measurements(Meter);
        RpcServer server = Create(reply: 1 << 20, new RpcServerOptions { TimeProvider = _time });
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair(_time);
        Task serving = server.ServeAsync(there);
        await here.SendAsync(Wire.Golden("rpc-request").AsMemory(0, Request));

        await Until.TrueAsync(
            () =>
            {
                // The flush that is to run out of time may not have begun to wait yet.
                _time.Advance(TimeSpan.FromSeconds(1));
                return serving.IsCompleted;
            },
            "the client was let go");

        await serving;
        Assert.Equal("SlowReader", Assert.Single(Reasons()).Event);
        Assert.Equal("rpc.system.name=go_net_rpc error.type=slow_reader", Assert.Single(measurements.TagsOf(ConnectionDuration)));
        await AssertAnswersAsync(server);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_call_that_takes_too_long_has_one_line_and_one_measurement_and_its_connection_goes_on(bool isHeeded)
    {
        using var measurements = new Measurements(Meter);
        RpcServer server = Create(reply: 1 << 20, new RpcServerOptions { CallTimeout = TimeSpan.FromSeconds(3), TimeProvider = _time });
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Map<long, long>("Gate.Wait", async (number, token) =>
        {
            begun.SetResult();
            await release.Task.WaitAsync(isHeeded ? token : CancellationToken.None);
            return number;
        });
        await using (var connected = new Connected(server))
        {
            Task<long> call = connected.Client.CallAsync<long, long>("Gate.Wait", 1);
            await begun.Task.WaitAsync(Until.Deadline);

            _time.Advance(TimeSpan.FromSeconds(3));

            await Assert.ThrowsAsync<RpcServerException>(() => call.WaitAsync(Until.Deadline));
            Assert.Equal(5, await connected.Client.CallAsync<long, long>("Echo.Back", 5));
            release.SetResult();
        }

        Assert.Equal("CallTimedOut", Assert.Single(Reasons()).Event);
        Assert.Equal(
            ["rpc.system.name=go_net_rpc rpc.method=Echo.Back", "rpc.system.name=go_net_rpc rpc.method=Gate.Wait error.type=handler_timeout"],
            measurements.TagsOf(ServerDuration).Order());
        Assert.Equal("rpc.system.name=go_net_rpc", Assert.Single(measurements.TagsOf(ConnectionDuration)));
    }

    private RpcServer Create(int reply, RpcServerOptions options)
    {
        RpcServer server = new(options, _logger);
        server.Map<Args, byte[]>("Arith.Multiply", _ => new byte[reply]);
        server.Map<long, long>("Echo.Back", number => number);
        return server;
    }

    private List<LogLine> Reasons() => [.. _logger.Lines.Where(line => line.Level > LogLevel.Debug)];

    private static async Task AssertAnswersAsync(RpcServer server)
    {
        await using var other = new Connected(server);
        Assert.Equal(5, await other.Client.CallAsync<long, long>("Echo.Back", 5));
    }
}
