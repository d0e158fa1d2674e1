using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

public sealed class TransportServerTests : IDisposable
{
    private static readonly TransportServerOptions Unlimited = new() { MaxConnectionsPerAddress = int.MaxValue };

    private readonly CapturingLogger _logger = new();
    private readonly TransportListener _listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private int _busy;
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Each_connection_is_served_by_itself()
    {
        Task running = Run(Unlimited);
        var peers = new List<Socket>();
        for (int i = 0; i < 20; i++)
            peers.Add(await ConnectAsync());

        await Task.WhenAll(peers.Select((p, i) => AssertEchoesAsync(p, $"{i}")));

        peers.ForEach(p => p.Dispose());
        await StopAsync(running);
    }

    [Fact]
    public async Task A_connection_above_the_limit_is_refused_and_the_next_is_taken_when_one_has_gone()
    {
        TransportServer server = Create(Unlimited with { MaxConnections = 2 });
        Task running = server.RunAsync(_listener, _stop.Token);
        Socket first = await ConnectAsync();
        using Socket second = await ConnectAsync();
        await AssertEchoesAsync(first, "a");
        await AssertEchoesAsync(second, "b");

        await AssertRefusedAsync("127.0.0.1");
        LogLine line = Assert.Single(_logger.Of("ConnectionRefused"));
        Assert.EndsWith("refused: 2 connections are held already", line.Message, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Warning, line.Level);

        first.Dispose();
        await Until.TrueAsync(() => server.ConnectionCount == 1, "the first has gone");
        using Socket fourth = await ConnectAsync();
        await AssertEchoesAsync(fourth, "d");
        await AssertEchoesAsync(second, "b");
        await StopAsync(running);
    }

    [Fact]
    public async Task An_address_above_its_limit_is_refused_and_others_are_not()
    {
        Task running = Run(new TransportServerOptions { MaxConnectionsPerAddress = 1 });
        using Socket first = await ConnectAsync("127.0.0.2");
        await AssertEchoesAsync(first, "a");

        await AssertRefusedAsync("127.0.0.2");
        using Socket other = await ConnectAsync("127.0.0.3");
        await AssertEchoesAsync(other, "c");

        Assert.Contains("1 connections of this address", Assert.Single(_logger.Of("ConnectionRefused")).Message, StringComparison.Ordinal);
        await StopAsync(running);
    }

    [Fact]
    public async Task A_connection_whose_serving_fails_is_aborted_and_the_others_go_on()
    {
        Task running = Run(Unlimited);
        using Socket good = await ConnectAsync();
        using Socket bad = await ConnectAsync();
        await AssertEchoesAsync(good, "a");

        await bad.SendAsync("throw"u8.ToArray(), Until.Deadline);

        await AssertResetAsync(bad);
        LogLine line = await _logger.WaitForAsync("ServingFailed");
        Assert.IsType<NotSupportedException>(line.Exception);
        await AssertEchoesAsync(good, "b");
        await StopAsync(running);
    }

    [Fact]
    public async Task A_stop_ends_idle_connections_without_a_reset_and_lets_busy_ones_finish()
    {
        Task running = Run(Unlimited);
        var idle = new List<Socket>();
        var busy = new List<Socket>();
        for (int i = 0; i < 100; i++)
        {
            idle.Add(await ConnectAsync());
            busy.Add(await ConnectAsync());
            await AssertEchoesAsync(idle[i], "idle");
            await busy[i].SendAsync("wait"u8.ToArray(), Until.Deadline);
        }

        await Until.TrueAsync(() => Volatile.Read(ref _busy) == 100, "all are busy");
        await _stop.CancelAsync();

        foreach (Socket peer in idle)
            Assert.Equal(0, await peer.ReceiveAsync(new byte[10], Until.Deadline));
        Assert.False(running.IsCompleted);
        _release.SetResult();
        foreach (Socket peer in busy)
        {
            var reply = new byte[10];
            Assert.Equal("done"u8.ToArray(), reply[..await peer.ReceiveAsync(reply, Until.Deadline)]);
            Assert.Equal(0, await peer.ReceiveAsync(reply, Until.Deadline));
        }

        idle.ForEach(p => p.Dispose());
        busy.ForEach(p => p.Dispose());
        await running.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task What_has_not_ended_at_the_drain_timeout_is_aborted_and_given_up_a_second_later()
    {
        var time = new RecordedTimeProvider();
        TransportServer server = Create(Unlimited with { DrainTimeout = TimeSpan.FromSeconds(30), TimeProvider = time });
        Task running = server.RunAsync(_listener, _stop.Token);
        using Socket peer = await ConnectAsync();
        await peer.SendAsync("wait"u8.ToArray(), Until.Deadline);
        await Until.TrueAsync(() => Volatile.Read(ref _busy) == 1, "it is busy");
        await _stop.CancelAsync();
        await _logger.WaitForAsync("Draining");
        await Until.TrueAsync(() => time.Waits.Count == 1, "it waits for its connections");

        time.Advance(TimeSpan.FromSeconds(30));

        await AssertResetAsync(peer);
        Assert.Single(_logger.Of("DrainTimeout"));
        await Until.TrueAsync(() => time.Waits.Count == 2, "it waits for what was aborted");
        Assert.Equal([TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1)], time.Waits);
        Assert.False(running.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await running.WaitAsync(Until.Deadline);
        _release.SetResult();
        await Until.TrueAsync(() => server.ConnectionCount == 0, "the connection ended all the same");
    }

    [Fact]
    public async Task Stopping_one_listener_leaves_the_connections_of_another_alone()
    {
        TransportServer server = Create(Unlimited with { DrainTimeout = TimeSpan.Zero });
        using var stopOther = new CancellationTokenSource();
        var other = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Task running = server.RunAsync(_listener, _stop.Token);
        Task runningOther = server.RunAsync(other, stopOther.Token);
        using Socket peer = await ConnectAsync();
        await AssertEchoesAsync(peer, "a");

        await stopOther.CancelAsync();
        await runningOther.WaitAsync(Until.Deadline);

        await AssertEchoesAsync(peer, "b");
        peer.Dispose();
        await Until.TrueAsync(() => server.ConnectionCount == 0, "the peer has gone");
        await StopAsync(running);
    }

    [Fact]
    public async Task A_listener_closed_by_others_ends_the_server()
    {
        Task running = Run(Unlimited);
        await _logger.WaitForAsync("Listening");

        await _listener.DisposeAsync();

        await running.WaitAsync(Until.Deadline);
    }

    public void Dispose() => _stop.Dispose();

    private TransportServer Create(TransportServerOptions options) => new(ServeAsync, options, _logger);

    private Task Run(TransportServerOptions options) => Create(options).RunAsync(_listener, _stop.Token);

    private async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await running.WaitAsync(Until.Deadline);
    }

    /// <summary>Echoes; waits at the word wait, and throws at the word throw.</summary>
    private async Task ServeAsync(TransportConnection connection, CancellationToken stopping)
    {
        using CancellationTokenRegistration wake = stopping.Register(connection.Input.CancelPendingRead);
        while (!stopping.IsCancellationRequested)
        {
            ReadResult result = await connection.Input.ReadAsync(CancellationToken.None);
            string text = Encoding.UTF8.GetString(result.Buffer);
            connection.Input.AdvanceTo(result.Buffer.End);
            if (text == "throw")
                throw new NotSupportedException("as asked");
            if (text == "wait")
            {
                Interlocked.Increment(ref _busy);
                await _release.Task;
                text = "done";
            }

            if (text.Length > 0)
                await connection.SendAsync(text);
            if (result.IsCompleted)
                break;
        }

        await connection.CloseAsync(TimeSpan.FromSeconds(2), 1 << 20);
    }

    private async Task<Socket> ConnectAsync(string from = "127.0.0.1")
    {
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        peer.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await peer.ConnectAsync(_listener.LocalEndPoint, Until.Deadline);
        return peer;
    }

    private static async Task AssertEchoesAsync(Socket peer, string text)
    {
        await peer.SendAsync(Encoding.UTF8.GetBytes(text), Until.Deadline);
        var reply = new byte[100];
        int count = await peer.ReceiveAsync(reply, Until.Deadline);
        Assert.Equal(text, Encoding.UTF8.GetString(reply, 0, count));
    }

    /// <summary>The reset may come as early as when the peer looks whether it is connected.</summary>
    private async Task AssertRefusedAsync(string from)
    {
        SocketException error = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using Socket peer = await ConnectAsync(from);
            await peer.ReceiveAsync(new byte[1], Until.Deadline);
        });
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    private static async Task AssertResetAsync(Socket peer)
    {
        SocketException error = await Assert.ThrowsAsync<SocketException>(() => peer.ReceiveAsync(new byte[1], Until.Deadline).AsTask());
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }
}
