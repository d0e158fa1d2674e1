using System.Net;
using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;
using static Gobwire.Commands.Tests.Instruments;

namespace Gobwire.Commands.Tests;

/// <summary>
/// Clients that vanish without a word, over the kernel's own TCP: each is let go with one line of log and one measurement, and nothing of it is left.
/// </summary>
[Collection(ObservedTests.Name)]
public sealed class VanishedPeerTests
{
    /// <summary>The least there is of TCP's probes: one a second, and nine of them.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private static readonly CommandEndpointOptions Endless = new()
    {
        FirstCommandTimeout = Timeout.InfiniteTimeSpan,
        PayloadTimeout = Timeout.InfiniteTimeSpan,
        HandlerTimeout = Timeout.InfiniteTimeSpan,
        WriteTimeout = Timeout.InfiniteTimeSpan,
        IdleTimeout = Timeout.InfiniteTimeSpan,
        KeepAlive = Timeout.InfiniteTimeSpan,
        MinDataRate = null,
    };

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begunToTake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task The_probes_of_TCP_find_it_wherever_a_client_is_waited_for()
    {
        VanishingSocket.SkipUnlessPossible();
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint(Endless with { KeepAlive = Soon });
        Map(served.Endpoint);
        await using CommandServer server = served.Endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        using Socket idle = await ConnectAsync(server);
        using Socket inALine = await ConnectAsync(server, "ECHO\nhel");
        await _begun.Task.WaitAsync(Until.Deadline);
        using Socket inAGob = await ConnectAsync(server, "TAKE\n\u0010");
        await _begunToTake.Task.WaitAsync(Until.Deadline);
        string[] expected =
        [
            $"{idle.LocalEndPoint}: connection lost: i/o timeout",
            $"{inALine.LocalEndPoint}: ECHO: reading a line: the connection is lost: i/o timeout: closing the connection",
            $"{inAGob.LocalEndPoint}: TAKE: reading a gob: the connection is lost: i/o timeout: closing the connection",
        ];

        foreach (Socket peer in (Socket[])[idle, inALine, inAGob])
            await peer.VanishAsync();

        await Until.TrueAsync(() => server.ConnectionCount == 0, "all were let go");
        Assert.Equal(expected.Order(StringComparer.Ordinal), served.Reasons.Select(l => l.Message).Order(StringComparer.Ordinal));
        Assert.Equal(
            Enumerable.Repeat("rpc.system.name=gob_command error.type=connection_lost", 3), measurements.TagsOf(ConnectionDuration));
        Assert.Equal(0, measurements.ValuesOf(ActiveConnections).Sum());
    }

    [Fact]
    public Task A_silent_one_is_let_go_at_the_idle_timeout() => AssertLetGoAsync(
        Endless with { IdleTimeout = Soon }, "", "TimedOut", "waiting for a command: timed out after 1 s: closing the connection", "idle_timeout");

    [Fact]
    public Task One_in_the_middle_of_a_line_is_let_go_at_the_payload_timeout() => AssertLetGoAsync(
        Endless with { PayloadTimeout = Soon }, "ECHO\nhel", "CommandRefused", "ECHO: reading a line: timed out: closing the connection", "timeout");

    [Fact]
    public Task One_that_is_written_to_without_end_is_let_go_at_the_write_timeout() => AssertLetGoAsync(
        Endless with { WriteTimeout = Soon },
        "FLOOD\n",
        "SlowReader",
        "the peer has not taken the output within 1 s: aborting the connection",
        "slow_reader");

    [Fact]
    public Task One_whose_reply_is_on_its_way_is_let_go_at_the_idle_timeout() => AssertLetGoAsync(
        Endless with { IdleTimeout = Soon }, "WAIT\n", "TimedOut", "waiting for a command: timed out after 1 s: closing the connection", "idle_timeout");

    private async Task AssertLetGoAsync(CommandEndpointOptions options, string sent, string eventName, string message, string errorType)
    {
        VanishingSocket.SkipUnlessPossible();
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint(options);
        Map(served.Endpoint);
        await using CommandServer server = served.Endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        using Socket peer = await ConnectAsync(server, sent);
        if (sent.Length > 0)
            await _begun.Task.WaitAsync(Until.Deadline);

        await peer.VanishAsync();
        _release.SetResult();

        await Until.TrueAsync(() => served.Reasons.Count > 0 && server.ConnectionCount == 0, "the peer was let go");
        LogLine line = Assert.Single(served.Reasons);
        Assert.Equal((eventName, $"{peer.LocalEndPoint}: {message}"), (line.Event, line.Message));
        Assert.Equal($"rpc.system.name=gob_command error.type={errorType}", Assert.Single(measurements.TagsOf(ConnectionDuration)));
        Assert.Equal([1, -1], measurements.ValuesOf(ActiveConnections));
        using Socket other = await ConnectAsync(server);
        Assert.Single(served.Reasons);
    }

    private void Map(CommandEndpoint endpoint)
    {
        endpoint.MapText("GREET", text => text);
        endpoint.Map("ECHO", async (connection, token) =>
        {
            _begun.TrySetResult();
            await connection.WriteLineAsync(await connection.ReadLineAsync(token), token);
        });
        endpoint.Map("TAKE", async (connection, token) =>
        {
            _begunToTake.TrySetResult();
            await connection.ReadGobAsync<byte[]>(token);
        });
        endpoint.Map("FLOOD", async (connection, token) =>
        {
            _begun.TrySetResult();
            while (true)
                await connection.WriteLineAsync(new string('x', 10_000), token);
        });
        endpoint.Map("WAIT", async (connection, token) =>
        {
            _begun.TrySetResult();
            await _release.Task;
            await connection.WriteLineAsync("done", token);
        });
    }

    /// <summary>Connects a client that is answered once, then sends something more.</summary>
    private static async Task<Socket> ConnectAsync(CommandServer server, string further = "")
    {
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(server.LocalEndPoint, Until.Deadline);
        await using var stream = new NetworkStream(peer);
        await stream.WriteAsync("GREET\nhello\n"u8.ToArray(), Until.Deadline);
        byte[] reply = new byte[6];
        await stream.ReadExactlyAsync(reply, Until.Deadline);
        Assert.Equal("hello\n"u8.ToArray(), reply);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(further), Until.Deadline);
        return peer;
    }
}
