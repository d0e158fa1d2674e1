using System.Net;
using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

public sealed class CommandServerTests
{
    private const string Reply = "reply\n";

    private readonly CapturingLogger _logger = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _busy;
    private int _replies;

    [Fact]
    public async Task A_stop_closes_idle_connections_and_ends_and_answers_commands_begun()
    {
        await using CommandServer server = Create().Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        var idle = new List<TransportConnection>();
        var busy = new List<TransportConnection>();
        for (int i = 0; i < 100; i++)
        {
            idle.Add(await DialAsync(server));
            busy.Add(await DialAsync(server));
            if (i % 2 == 0)
                await AssertEchoesAsync(idle[i]);
            await busy[i].SendAsync("WAIT\nWAIT\n");
        }

        await Until.TrueAsync(() => Volatile.Read(ref _busy) == 100, "all are busy");
        Task stopping = server.StopAsync();

        foreach (TransportConnection peer in idle)
        {
            Assert.Equal("", await peer.ReadToEndAsync());
            await peer.DisposeAsync();
        }

        Assert.False(stopping.IsCompleted);
        _release.SetResult();
        foreach (TransportConnection peer in busy)
        {
            // The second command was not begun when the stop came.
            Assert.Equal("done\n", await peer.ReadToEndAsync());
            await peer.DisposeAsync();
        }

        await stopping.WaitAsync(Until.Deadline);
        Assert.Equal(0, server.ConnectionCount);
        Assert.Equal(100, _busy);
        await Assert.ThrowsAsync<IOException>(() => DialAsync(server));
        Assert.DoesNotContain(_logger.Lines, l => l.Level > Microsoft.Extensions.Logging.LogLevel.Information);
    }

    [Fact]
    public async Task A_stop_does_not_wait_long_for_idle_peers_that_do_not_close()
    {
        await using CommandServer server = Create(linger: TimeSpan.FromHours(1)).Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        await using TransportConnection peer = await DialAsync(server);
        await AssertEchoesAsync(peer);

        Task stopping = server.StopAsync();

        Assert.Equal("", await peer.ReadToEndAsync());
        await stopping.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_aborted_after_the_drain_timeout()
    {
        var time = new FakeTimeProvider();
        await using CommandServer server = Create(time).Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        await using TransportConnection peer = await DialAsync(server);
        await peer.SendAsync("HANG\n");
        await Until.TrueAsync(() => Volatile.Read(ref _busy) == 1, "it is busy");
        Task stopping = server.StopAsync();
        await _logger.WaitForAsync("Draining");

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(stopping.IsCompleted);
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1.1), () => stopping.IsCompleted, "the server stopped");

        await stopping;
        await Assert.ThrowsAsync<IOException>(() => peer.ReadToEndAsync());
        Assert.EndsWith("connection lost: the server has stopped", (await _logger.WaitForAsync("ConnectionLost")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_stops_when_its_token_fires_and_may_be_stopped_again()
    {
        using var stop = new CancellationTokenSource();
        CommandServer server = Create().Start(new IPEndPoint(IPAddress.Loopback, 0), stop.Token);
        Assert.NotEqual(0, server.Port);

        await stop.CancelAsync();

        await server.Completion.WaitAsync(Until.Deadline);
        await server.StopAsync();
        await server.DisposeAsync();
        await server.StopAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Listening_ends_when_its_token_fires()
    {
        using var stop = new CancellationTokenSource();
        Task listening = Create().ListenAsync(new IPEndPoint(IPAddress.Loopback, 0), stop.Token);
        await _logger.WaitForAsync("Listening");

        await stop.CancelAsync();

        await listening.WaitAsync(Until.Deadline);
        Assert.Equal("Draining", _logger.Lines.Last().Event);
    }

    [Fact]
    public async Task A_taken_port_fails_at_once_with_its_reason()
    {
        CommandEndpoint endpoint = Create();
        await using CommandServer first = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);

        IOException ofStart = Assert.Throws<IOException>(() => { _ = endpoint.Start(first.LocalEndPoint, CancellationToken.None); });
        IOException ofListen = await Assert.ThrowsAsync<IOException>(() => endpoint.ListenAsync(first.LocalEndPoint, Until.Deadline));

        Assert.Equal($"listening on 127.0.0.1:{first.Port}: address already in use", ofStart.Message);
        Assert.Equal(ofStart.Message, ofListen.Message);
    }

    [Fact]
    public async Task A_stop_while_a_thousand_commands_come_cuts_no_reply()
    {
        CommandServer server = Create().Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        // A bare socket: one that fails to send can still read what has come.
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(server.LocalEndPoint, Until.Deadline);
        Task<string> reading = ReadRepliesAsync(peer);
        Task sending = SendUntilClosedAsync(peer, reading);
        await Until.TrueAsync(() => Volatile.Read(ref _busy) > 100, "commands come");

        await server.StopAsync().WaitAsync(Until.Deadline);

        string replies = await reading;
        await sending;
        Assert.EndsWith(Reply, replies, StringComparison.Ordinal);
        Assert.Equal(0, replies.Length % Reply.Length);
        Assert.Equal(_busy, replies.Length / Reply.Length);
        await server.DisposeAsync();
    }

    private CommandEndpoint Create(TimeProvider? time = null, TimeSpan? linger = null)
    {
        var options = new CommandEndpointOptions
        {
            MaxConnectionsPerAddress = int.MaxValue,
            TimeProvider = time ?? TimeProvider.System,
            LingerTimeout = linger ?? TimeSpan.FromSeconds(2),
            // Else it would run out with the drain's, and either might come first.
            HandlerTimeout = Timeout.InfiniteTimeSpan,
        };
        var endpoint = new CommandEndpoint(options, _logger);
        endpoint.MapText("ECHO", text => text);
        endpoint.Map("WAIT", async (connection, token) =>
        {
            Interlocked.Increment(ref _busy);
            await _release.Task;
            await connection.WriteLineAsync("done", token);
        });
        endpoint.Map("HANG", async (_, token) =>
        {
            Interlocked.Increment(ref _busy);
            await Task.Delay(Timeout.Infinite, token);
        });
        endpoint.Map("COUNT", (connection, token) =>
        {
            Interlocked.Increment(ref _busy);
            return connection.WriteLineAsync(Reply.TrimEnd(), token);
        });
        return endpoint;
    }

    private static Task<TransportConnection> DialAsync(CommandServer server) =>
        TransportDialer.DialAsync(TransportAddress.Parse($"127.0.0.1:{server.Port}"), null, Until.Deadline);

    private static async Task AssertEchoesAsync(TransportConnection peer)
    {
        await peer.SendAsync("ECHO\nhello\n");
        Assert.Equal("hello\n", await peer.ReadTextAsync());
    }

    private async Task<string> ReadRepliesAsync(Socket peer)
    {
        var replies = new StringBuilder();
        var buffer = new byte[4_096];
        CancellationToken deadline = Until.Deadline;
        while (await peer.ReceiveAsync(buffer, deadline) is var count and > 0)
        {
            replies.Append(Encoding.ASCII.GetString(buffer, 0, count));
            Volatile.Write(ref _replies, replies.Length / Reply.Length);
        }

        return replies.ToString();
    }

    private async Task SendUntilClosedAsync(Socket peer, Task reading)
    {
        byte[] commands = "COUNT\nCOUNT\nCOUNT\n"u8.ToArray();
        CancellationToken deadline = Until.Deadline;
        try
        {
            for (int sent = 3; !reading.IsCompleted; sent += 3)
            {
                await peer.SendAsync(commands, deadline);
                // No further ahead than its buffer takes of replies: a reader that is late is not to lose those the server still holds.
                while (sent - Volatile.Read(ref _replies) > 300 && !reading.IsCompleted)
                    await Task.Yield();
            }
        }
        catch (SocketException)
        {
            // The server has stopped.
        }
    }
}
