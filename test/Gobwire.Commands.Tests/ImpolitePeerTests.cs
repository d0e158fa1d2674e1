using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Peers that send or read slowly, and handlers that do not end: one line in the log, one connection closed, the others go on.</summary>
public sealed class ImpolitePeerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationToken _handlersToken;

    /// <summary>Time runs ahead of the threads where it is advanced until something happens: handlers are not to be late for that.</summary>
    private CommandEndpointOptions Patient => new() { TimeProvider = _time, HandlerTimeout = Timeout.InfiniteTimeSpan };

    [Fact]
    public Task A_line_that_dribbles() => AssertSlowSenderAsync("ECHO\n"u8.ToArray(), "ECHO: reading a line: slower than 240 bytes a second");

    [Fact]
    public Task A_gob_that_dribbles() => AssertSlowSenderAsync(
        [.. "TAKE\n"u8, .. GobSerializer.Serialize(new byte[2_000]).AsSpan(0, 10)], "TAKE: reading a gob: slower than 240 bytes a second");

    [Fact]
    public async Task A_line_that_dribbles_is_waited_for_where_no_rate_is_asked()
    {
        await using ServedEndpoint served = Create(new CommandEndpointOptions { TimeProvider = _time, MinDataRate = null });
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("ECHO\n");
        await _begun.Task.WaitAsync(Until.Deadline);
        for (int i = 0; i < 14; i++)
        {
            await WaitForReadAsync(served);
            _time.Advance(TimeSpan.FromSeconds(2));
            await peer.SendAsync("x");
        }

        await peer.SendAsync("\n");

        Assert.Equal("xxxxxxxxxxxxxx\n", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_peer_that_does_not_read_has_an_event_of_its_own()
    {
        await using ServedEndpoint served = Create(Patient);
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("FLOOD\n");
        await _begun.Task.WaitAsync(Until.Deadline);

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(10.1), () => served.Reasons.Count > 0, "a reason was logged");

        await AssertAloneAsync(served, "SlowReader", "(memory): the peer has not taken the output within 10 s: aborting the connection");
    }

    [Fact]
    public async Task A_peer_that_reads_slowly_gets_the_whole_of_a_large_reply()
    {
        const int Size = 32 << 20;
        await using ServedEndpoint served = Create(Patient);
        served.Endpoint.Map("LARGE", (connection, token) =>
        {
            connection.Output.Write(new byte[Size]);
            return connection.FlushAsync(token);
        });
        await using CommandServer server = served.Endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), Until.Deadline);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await peer.ConnectAsync(IPAddress.Loopback, server.Port, Until.Deadline);
        await peer.SendAsync("LARGE\n"u8.ToArray(), Until.Deadline);
        var buffer = new byte[1 << 20];
        long taken = 0;

        for (int i = 0; i < 6; i++)
        {
            for (long wanted = taken + buffer.Length; taken < wanted;)
                taken += await ReceiveAsync();
            _time.Advance(TimeSpan.FromSeconds(10.1));
        }

        while (taken < Size)
            taken += await ReceiveAsync();
        Assert.Empty(served.Reasons);

        async Task<int> ReceiveAsync() => await peer.ReceiveAsync(buffer, Until.Deadline) is var count and > 0 ? count : throw new EndOfStreamException();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_peer_late_with_its_line_is_not_waited_for_again_when_the_connection_is_closed(bool hasRate)
    {
        await using ServedEndpoint served = Create(Patient with { MinDataRate = hasRate ? TransportRate.Default : null });
        (TransportConnection peer, TransportConnection ours) = MemoryTransport.CreatePair(_time);
        await using TransportConnection disposed = peer;
        Task serving = served.Serve(ours);
        await peer.SendAsync("ECHO\nx");
        await _begun.Task.WaitAsync(Until.Deadline);
        await Until.TrueAsync(() => ours.IsReading, "the handler waits for its peer");
        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => served.Reasons.Count > 0, "a reason was logged");
        await Until.TrueAsync(() => ours.IsReading, "the peer's end is waited for");

        _time.Advance(TimeSpan.FromSeconds(0.6));

        await serving.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task A_handler_that_writes_without_end_and_does_not_flush()
    {
        await using ServedEndpoint served = Create(new CommandEndpointOptions { TimeProvider = _time, MaxUnflushedBytes = 1 << 20 });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("HOARD\n");

        await Until.FiredAsync(peer.Aborted);
        await AssertAloneAsync(
            served, "OutputLimit", "(memory): HOARD: more than 1048576 bytes of output wait to be flushed: aborting the connection");
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_canceled_and_its_connection_closed()
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("HANG\n");
        await _begun.Task.WaitAsync(Until.Deadline);

        await AssertTimesOutAsync(served);

        Assert.Equal("half an answer", await peer.ReadToEndAsync());
        await AssertAloneAsync(
            served, "HandlerTimedOut", "(memory): the handler of HANG has taken more than 00:00:30: closing the connection");
    }

    [Fact]
    public async Task A_handler_that_takes_its_cancellation_for_success_is_no_different()
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("SWALLOW\nECHO\nnever\n");
        await _begun.Task.WaitAsync(Until.Deadline);

        await AssertTimesOutAsync(served);

        Assert.Equal("sorry\n", await peer.ReadToEndAsync());
        await AssertAloneAsync(
            served, "HandlerTimedOut", "(memory): the handler of SWALLOW has taken more than 00:00:30: closing the connection");
    }

    [Fact]
    public async Task A_handler_that_ignores_its_cancellation_loses_its_connection_and_is_named()
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("IGNORE\n");
        await _begun.Task.WaitAsync(Until.Deadline);

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.5), () => served.Reasons.Count > 0, "a reason was logged");

        await Until.FiredAsync(peer.Aborted);
        string line =
            "(memory): the handler of IGNORE has taken more than 00:00:30 and ignores that it is canceled: aborting the connection";
        await AssertAloneAsync(served, "HandlerStuck", line);
        _release.SetResult();
        await served.StopAsync();
        Assert.Equal(line, Assert.Single(served.Reasons).Message);
    }

    [Fact]
    public async Task What_a_handler_waits_for_its_peer_is_not_its_own_time()
    {
        await using ServedEndpoint served = Create(new CommandEndpointOptions { TimeProvider = _time, HandlerTimeout = TimeSpan.FromSeconds(5) });
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("ECHO\n");
        await _begun.Task.WaitAsync(Until.Deadline);
        await WaitForReadAsync(served);

        for (int i = 0; i < 50; i++)
            _time.Advance(TimeSpan.FromSeconds(0.5));
        await peer.SendAsync("late\n");

        Assert.Equal("late\n", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_handler_may_give_itself_more_time()
    {
        await using ServedEndpoint served = Create();
        served.Endpoint.Map("LONG", async (connection, token) =>
        {
            connection.HandlerTimeout = Timeout.InfiniteTimeSpan;
            _begun.SetResult();
            await _release.Task.WaitAsync(token);
            await connection.WriteLineAsync("done", token);
        });
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("LONG\n");
        await _begun.Task.WaitAsync(Until.Deadline);

        for (int i = 0; i < 100; i++)
            _time.Advance(TimeSpan.FromSeconds(10));
        _release.SetResult();

        Assert.Equal("done\n", await peer.ReadTextAsync());
    }

    private async Task AssertSlowSenderAsync(byte[] begin, string reason)
    {
        await using ServedEndpoint served = Create(Patient);
        // In step, so that no byte is late for the time it is meant for.
        await using TransportConnection peer = served.ConnectInStep();
        peer.Output.Write(begin);
        await peer.Output.FlushAsync(Until.Deadline);
        await _begun.Task.WaitAsync(Until.Deadline);
        for (int i = 0; i < 5; i++)
        {
            await WaitForReadAsync(served);
            await peer.SendAsync("x");
            _time.Advance(TimeSpan.FromSeconds(0.9));
        }

        await WaitForReadAsync(served);
        Assert.Empty(served.Reasons);
        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.6), () => served.Reasons.Count > 0, "a reason was logged");

        Assert.Equal("", await peer.ReadToEndAsync());
        await AssertAloneAsync(served, "SlowSender", $"(memory): {reason}: closing the connection");
    }

    private async Task AssertTimesOutAsync(ServedEndpoint served)
    {
        _time.Advance(TimeSpan.FromSeconds(29.5));
        Assert.Empty(served.Reasons);
        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.3), () => _handlersToken.IsCancellationRequested, "the handler was canceled");
        await Until.TrueAsync(() => served.Reasons.Count > 0, "a reason was logged");
    }

    private static Task WaitForReadAsync(ServedEndpoint served) =>
        Until.TrueAsync(() => served.LastServed!.IsReading, "the handler waits for its peer");

    private static async Task AssertAloneAsync(ServedEndpoint served, string eventName, string message)
    {
        // A peer may see its end before it is logged.
        await Until.TrueAsync(() => served.Reasons.Count > 0, "a reason was logged");
        LogLine line = Assert.Single(served.Reasons);
        Assert.Equal(message, line.Message);
        Assert.Equal(eventName, line.Event);
        await using TransportConnection other = await served.ConnectAsync();
        await other.SendAsync("ECHO\ngo on\n");
        Assert.Equal("go on\n", await other.ReadTextAsync());
        Assert.Single(served.Reasons);
    }

    private ServedEndpoint Create(CommandEndpointOptions? options = null)
    {
        var served = new ServedEndpoint(options ?? new CommandEndpointOptions { TimeProvider = _time });
        served.Endpoint.Map("ECHO", async (connection, token) =>
        {
            _begun.TrySetResult();
            await connection.WriteLineAsync(await connection.ReadLineAsync(token), token);
        });
        served.Endpoint.Map("TAKE", async (connection, token) =>
        {
            _begun.TrySetResult();
            await connection.ReadGobAsync<byte[]>(token);
        });
        served.Endpoint.Map("FLOOD", async (connection, token) =>
        {
            _begun.TrySetResult();
            while (true)
                await connection.WriteLineAsync(new string('x', 10_000), token);
        });
        served.Endpoint.Map("HOARD", (connection, _) =>
        {
            while (true)
                connection.Output.Write(new byte[10_000]);
        });
        MapHanging(served.Endpoint);
        return served;
    }

    private void MapHanging(CommandEndpoint endpoint)
    {
        endpoint.Map("HANG", async (connection, token) =>
        {
            _handlersToken = token;
            connection.Output.Write(Encoding.UTF8.GetBytes("half an answer"));
            _begun.SetResult();
            await _release.Task.WaitAsync(token);
        });
        endpoint.Map("SWALLOW", async (connection, token) =>
        {
            _handlersToken = token;
            _begun.SetResult();
            await _release.Task.WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await connection.WriteLineAsync("sorry", CancellationToken.None);
        });
        endpoint.Map("IGNORE", async (_, _) =>
        {
            _begun.SetResult();
            await _release.Task;
        });
    }
}
