using System.Buffers;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;
using static Gobwire.Commands.Tests.Instruments;

namespace Gobwire.Commands.Tests;

/// <summary>Every limit and timeout there is: whoever breaks one loses that connection, with one line of log and one measurement, and nobody else does.</summary>
[Collection(ObservedTests.Name)]
public sealed class LimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationToken _handlersToken;

    /// <summary>What each does, the event of the log, the type of error, and how many seconds are to pass; none for not at all.</summary>
    public static TheoryData<string, string, string, double> Breaches => new()
    {
        { "NNNNNNNNNNNNNNNNNNNNN", "NameTooLong", "name_too_long", 0 },
        { "ECHO\n12345678901234567", "CommandRefused", "limit_exceeded", 0 },
        { "TAKE\n\u00fe\u0008\u0000", "CommandRefused", "limit_exceeded", 0 },
        { "ECHO\na\nECHO\nb\nECHO\nc\n", "RateLimited", "rate_limited", 0 },
        { "HOARD\n", "OutputLimit", "output_limit", 0 },
        { "", "TimedOut", "first_command_timeout", 10.1 },
        { "EC", "TimedOut", "first_command_timeout", 10.1 },
        { "ECHO\na\n", "TimedOut", "idle_timeout", 130.1 },
        { "ECHO\na\nEC", "TimedOut", "timeout", 30.1 },
        { "WAIT\n", "CommandRefused", "timeout", 30.1 },
        { "WAIT\n", "SlowSender", "slow_sender", 5.1 },
        { "FLOOD\n", "SlowReader", "slow_reader", 10.1 },
        { "HANG\n", "HandlerTimedOut", "handler_timeout", 30.3 },
        { "IGNORE\n", "HandlerStuck", "handler_stuck", 30.3 },
    };

    [Theory]
    [MemberData(nameof(Breaches))]
    public async Task Each_breach_has_one_line_and_one_measurement_and_ends_its_connection_alone(
        string sent, string eventName, string errorType, double seconds)
    {
        using var measurements = new Measurements(Meter);
        await using ServedEndpoint served = Create(errorType);
        // Where time passes it passes for all: then the other one comes afterwards.
        TransportConnection? other = seconds == 0 ? await served.ConnectAsync() : null;
        if (other is not null)
            await AssertGoesOnAsync(other);
        TransportConnection peer = await served.ConnectAsync();
        peer.Output.Write(System.Text.Encoding.Latin1.GetBytes(sent));
        await peer.Output.FlushAsync(Until.Deadline);
        if (seconds > 0)
        {
            await WaitAsync(served, peer, sent);
            // The rate counts from the first byte that was waited for.
            if (errorType == "slow_sender")
                await peer.SendAsync("x");
            _time.Advance(TimeSpan.FromSeconds(seconds));
            // What is watched from time to time, and a flush that waits, may not have begun yet: time passes on.
            if (errorType.StartsWith("slow", StringComparison.Ordinal) || errorType.StartsWith("handler", StringComparison.Ordinal))
                await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.3), () => served.Reasons.Count > 0 || _handlersToken.IsCancellationRequested, "it was noticed");
        }

        await Until.TrueAsync(() => served.Reasons.Count > 0, "a reason was logged");
        await peer.DisposeAsync();
        await Until.TrueAsync(() => measurements.TagsOf(ConnectionDuration).Count > 0, "the connection's end was measured");
        other ??= await served.ConnectAsync();
        await AssertGoesOnAsync(other);
        await other.DisposeAsync();

        Assert.Equal(eventName, Assert.Single(served.Reasons).Event);
        Assert.Equal($"rpc.system.name=gob_command error.type={errorType}", measurements.TagsOf(ConnectionDuration)[0]);
        _release.SetResult();
        await served.EndAsync();
        // The other's own end is the only one besides, and the peer's.
        Assert.Equal("rpc.system.name=gob_command", measurements.TagsOf(ConnectionDuration)[1..].Single());
        Assert.Equal(0, measurements.ValuesOf(ActiveConnections).Sum());
        Assert.Single(served.Reasons);
    }

    [Theory]
    [InlineData(1, 64, "max_connections")]
    [InlineData(64, 1, "max_connections_per_address")]
    public async Task A_connection_refused_for_a_limit_has_one_line_and_one_measurement(int all, int ofAnAddress, string errorType)
    {
        using var measurements = new Measurements("Gobwire.Transport");
        await using var served = new ServedEndpoint(new CommandEndpointOptions { MaxConnections = all, MaxConnectionsPerAddress = ofAnAddress });
        served.Endpoint.MapText("ECHO", text => text);
        await using TransportConnection first = await served.ConnectAsync(TransportKind.Tcp);
        await AssertGoesOnAsync(first);

        // Its reset may come before its dialing is done.
        Task<TransportConnection> second = served.ConnectAsync(TransportKind.Tcp);
        await served.Logger.WaitForAsync("ConnectionRefused");
        Exception? reset = await Record.ExceptionAsync(async () => await (await second).DisposeAsync());
        Assert.True(reset is null or IOException, $"{reset}");

        Assert.Equal($"error.type={errorType}", Assert.Single(measurements.TagsOf("gobwire.server.rejected_connections")));
        await AssertGoesOnAsync(first);
        Assert.Single(served.Reasons);
    }

    private ServedEndpoint Create(string errorType)
    {
        var served = new ServedEndpoint(new CommandEndpointOptions
        {
            TimeProvider = _time,
            MaxNameLength = 20,
            MaxLineLength = 16,
            MaxUnflushedBytes = 1 << 20,
            MaxCommandsPerSecond = errorType == "rate_limited" ? 2 : null,
            Gob = new GobOptions { MaxMessageSize = 1_000 },
            // Time runs ahead of the threads: only what is tested may be late.
            HandlerTimeout = errorType.StartsWith("handler", StringComparison.Ordinal) ? TimeSpan.FromSeconds(30) : Timeout.InfiniteTimeSpan,
            PayloadTimeout = errorType == "slow_sender" ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(30),
            MinDataRate = errorType == "slow_sender" ? TransportRate.Default : null,
        });
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map("TAKE", async (connection, token) => await connection.ReadGobAsync<byte[]>(token));
        served.Endpoint.Map("WAIT", async (connection, token) =>
        {
            _begun.TrySetResult();
            await connection.ReadLineAsync(token);
        });
        served.Endpoint.Map("HOARD", (connection, _) =>
        {
            while (true)
                connection.Output.Write(new byte[10_000]);
        });
        served.Endpoint.Map("FLOOD", async (connection, token) =>
        {
            _begun.TrySetResult();
            while (true)
                await connection.WriteLineAsync(new string('x', 10_000), token);
        });
        served.Endpoint.Map("HANG", async (_, token) =>
        {
            _handlersToken = token;
            _begun.TrySetResult();
            await _release.Task.WaitAsync(token);
        });
        served.Endpoint.Map("IGNORE", async (_, _) =>
        {
            _begun.TrySetResult();
            await _release.Task;
        });
        return served;
    }

    /// <summary>Waits until all that was sent has come to where time is waited for.</summary>
    private async Task WaitAsync(ServedEndpoint served, TransportConnection peer, string sent)
    {
        if (sent.StartsWith("ECHO\na\n", StringComparison.Ordinal))
            Assert.Equal("a\n", await peer.ReadTextAsync());
        else if (sent.Contains('\n', StringComparison.Ordinal))
            await _begun.Task.WaitAsync(Until.Deadline);
        if (sent is not ("FLOOD\n" or "HANG\n" or "IGNORE\n"))
            await Until.TrueAsync(() => served.LastServed!.IsReading, "the endpoint waits for its peer");
    }

    private static async Task AssertGoesOnAsync(TransportConnection other)
    {
        await other.SendAsync("ECHO\ngo on\n");
        Assert.Equal("go on\n", await other.ReadTextAsync());
    }
}
