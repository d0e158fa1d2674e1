using System.Buffers;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Deadlines as handlers set them.</summary>
public sealed class CommandConnectionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CommandEndpointOptions _options;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommandConnectionTests() => _options = new CommandEndpointOptions { TimeProvider = _time };

    [Fact]
    public async Task A_handler_is_held_to_its_read_deadline_and_may_go_on_with_another()
    {
        await using var served = new ServedEndpoint(_options);
        served.Endpoint.Map("TWICE", async (connection, token) =>
        {
            connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(3));
            _begun.SetResult();
            CommandException late = await Assert.ThrowsAsync<CommandException>(() => connection.ReadLineAsync(token).AsTask());
            connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(3));
            await connection.WriteLineAsync($"{late.Kind}: {late.Message}", token);
            await connection.WriteLineAsync(await connection.ReadLineAsync(token), token);
            connection.SetReadDeadline(null);
        });
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("TWICE\nhel");
        await _begun.Task.WaitAsync(Until.Deadline);
        await Until.TrueAsync(() => served.LastServed!.IsReading, "the handler waits");

        _time.Advance(TimeSpan.FromSeconds(3.1));
        Assert.Equal("Timeout: reading a line: timed out\n", await peer.ReadTextAsync());
        await peer.SendAsync("lo\n");

        Assert.Equal("hello\n", await peer.ReadTextAsync());
        Assert.Empty(served.Reasons);
    }

    [Fact]
    public async Task A_deadline_set_from_elsewhere_ends_a_read_that_waits()
    {
        await using var served = new ServedEndpoint(_options);
        CommandConnection? waiting = null;
        served.Endpoint.Map("WAIT", async (connection, token) =>
        {
            waiting = connection;
            _begun.SetResult();
            await connection.ReadGobAsync(token);
        });
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("WAIT\n");
        await _begun.Task.WaitAsync(Until.Deadline);
        await Until.TrueAsync(() => served.LastServed!.IsReading, "the handler waits");

        waiting!.SetDeadline(_time.GetUtcNow());

        Assert.Equal("", await peer.ReadToEndAsync());
        Assert.Equal("(memory): WAIT: reading a gob: timed out: closing the connection", Assert.Single(served.Reasons).Message);
    }

    [Fact]
    public async Task A_write_deadline_loses_the_connection_where_the_peer_does_not_read()
    {
        await using var served = new ServedEndpoint(_options with { WriteTimeout = Timeout.InfiniteTimeSpan });
        CommandException? late = null;
        served.Endpoint.Map("FLOOD", async (connection, token) =>
        {
            connection.SetWriteDeadline(_time.GetUtcNow().AddSeconds(3));
            connection.Output.Write(new byte[1 << 20]);
            ValueTask flush = connection.FlushAsync(token);
            Assert.False(flush.IsCompleted);
            _begun.SetResult();
            late = await Assert.ThrowsAsync<CommandException>(async () => await flush);
            throw late;
        });
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("FLOOD\n");
        await _begun.Task.WaitAsync(Until.Deadline);

        _time.Advance(TimeSpan.FromSeconds(3.1));
        await Until.TrueAsync(() => served.Reasons.Count > 0, "a reason was logged");

        Assert.Equal(CommandErrorKind.Timeout, late!.Kind);
        Assert.True(served.LastServed!.IsAborted);
        await Assert.ThrowsAsync<IOException>(() => peer.ReadToEndAsync());
    }

    [Fact]
    public async Task A_handler_may_change_its_timeouts()
    {
        await using var served = new ServedEndpoint(_options);
        served.Endpoint.Map("PATIENT", async (connection, token) =>
        {
            Assert.Equal(TimeSpan.FromSeconds(10), connection.WriteTimeout);
            connection.WriteTimeout = TimeSpan.FromSeconds(1);
            connection.ReadTimeout = TimeSpan.FromHours(1);
            _begun.SetResult();
            await connection.WriteLineAsync(await connection.ReadLineAsync(token), token);
        });
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("PATIENT\n");
        await _begun.Task.WaitAsync(Until.Deadline);
        await Until.TrueAsync(() => served.LastServed!.IsReading, "the handler waits");

        _time.Advance(TimeSpan.FromMinutes(59));
        await peer.SendAsync("late\n");

        Assert.Equal("late\n", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_handler_knows_its_peer_and_may_abort_it()
    {
        await using var served = new ServedEndpoint();
        string? name = null;
        served.Endpoint.Map("ABORT", (connection, _) =>
        {
            name = $"{connection.Peer} {connection.RemoteEndPoint} {connection.LocalEndPoint}";
            connection.Abort("the handler has had enough");
            return ValueTask.CompletedTask;
        });
        await using TransportConnection peer = await served.ConnectAsync(TransportKind.Tcp);

        await peer.SendAsync("ABORT\n");

        await Assert.ThrowsAsync<IOException>(() => peer.ReadToEndAsync());
        Assert.Equal($"{peer.LocalEndPoint} {peer.LocalEndPoint} {peer.RemoteEndPoint}", name);
        Assert.EndsWith(
            "connection lost: the handler has had enough",
            (await served.Logger.WaitForAsync("ConnectionLost")).Message,
            StringComparison.Ordinal);
    }
}
