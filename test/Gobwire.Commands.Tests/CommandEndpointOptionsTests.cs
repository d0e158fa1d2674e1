using System.Buffers;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Each limit and timeout: one connection is closed with one reason, and another goes on.</summary>
public sealed class CommandEndpointOptionsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CommandEndpointOptions _options;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommandEndpointOptionsTests() => 
        // Time runs ahead of the threads here: no handler is to be late for that.
        _options = new CommandEndpointOptions { TimeProvider = _time, HandlerTimeout = Timeout.InfiniteTimeSpan };

    [Theory]
    [InlineData("NNNNNNNNNNNNNNNNNNNNN\n")]
    [InlineData("NNNNNNNNNNNNNNNNNNNNN")]
    [InlineData("ECHO                 \n")]
    public Task A_name_too_long(string sent) =>
        AssertClosedAsync(_options with { MaxNameLength = 20 }, sent, "a command name of more than 20 bytes: closing the connection");

    [Fact]
    public async Task A_name_at_its_limit_is_taken()
    {
        await using ServedEndpoint served = Create(_options with { MaxNameLength = 20 });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO                \nhello\n");

        Assert.Equal("hello\n", await peer.ReadTextAsync());
    }

    [Theory]
    [InlineData("ECHO\n123456789\n")]
    [InlineData("ECHO\n123456789")]
    public Task A_line_too_long(string sent) => AssertClosedAsync(
        _options with { MaxLineLength = 8 }, sent, "ECHO: reading a line: it is longer than 8 bytes: closing the connection");

    [Fact]
    public async Task A_line_at_its_limit_is_taken()
    {
        await using ServedEndpoint served = Create(_options with { MaxLineLength = 8 });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\n12345678\n");

        Assert.Equal("12345678\n", await peer.ReadTextAsync());
    }

    [Fact]
    public Task A_gob_too_large() => AssertClosedAsync(
        _options with { Gob = _options.Gob with { MaxMessageSize = 1_000 } },
        [.. "TAKE\n"u8, .. GobSerializer.Serialize(new byte[2_000])],
        "TAKE: gob: a message of 2005 bytes is larger than MaxMessageSize (1000) (at offset 0): closing the connection");

    [Fact]
    public Task A_gob_cut_in_the_middle() => AssertClosedAsync(
        _options,
        [.. "TAKE\n"u8, .. GobSerializer.Serialize(new byte[2_000]).AsSpan(0, 1_000)],
        "TAKE: reading a gob: the input ends in the middle of a message or of a value: closing the connection",
        completes: true);

    [Fact]
    public Task A_gob_of_another_type() => AssertClosedAsync(
        _options, [.. "POINT\n"u8, .. GobSerializer.Serialize("text")], "POINT: gob: ");

    [Fact]
    public Task No_first_command() => AssertClosedAsync(
        _options, "", "waiting for the first command: timed out after 10 s: closing the connection", TimeSpan.FromSeconds(10));

    [Fact]
    public Task Part_of_a_first_command() => AssertClosedAsync(
        _options, "ECH", "waiting for the first command: timed out after 10 s: closing the connection", TimeSpan.FromSeconds(10));

    [Fact]
    public Task No_further_command() => AssertClosedAsync(
        _options,
        "ECHO\nhello\n",
        "waiting for a command: timed out after 130 s: closing the connection",
        TimeSpan.FromSeconds(130),
        answered: "hello\n");

    [Fact]
    public Task Part_of_a_further_command() => AssertClosedAsync(
        _options,
        "ECHO\nhello\nECH",
        "waiting for a command: timed out after 30 s: closing the connection",
        TimeSpan.FromSeconds(30),
        answered: "hello\n");

    [Fact]
    public Task No_line() => AssertClosedAsync(
        _options, "ECHO\nhel", "ECHO: reading a line: timed out: closing the connection", TimeSpan.FromSeconds(30));

    [Fact]
    public Task No_gob() => AssertClosedAsync(
        _options, "TAKE\n\u0010", "TAKE: reading a gob: timed out: closing the connection", TimeSpan.FromSeconds(30));

    [Fact]
    public async Task A_peer_that_does_not_read_its_replies()
    {
        await using ServedEndpoint served = Create(_options with { WriteTimeout = TimeSpan.FromSeconds(10) });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("FLOOD\n");
        await _begun.Task.WaitAsync(Until.Deadline);
        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(10.1), () => served.Reasons.Count > 0, "a reason was logged");

        Assert.Equal("(memory): the peer has not taken the output within 10 s: aborting the connection", Assert.Single(served.Reasons).Message);
        await using TransportConnection other = await served.ConnectAsync();
        await AssertGoesOnAsync(other);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_gathered_replies()
    {
        await using ServedEndpoint served = Create(_options with { WriteTimeout = TimeSpan.FromSeconds(10) });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("UNFLUSHED\n");
        await _begun.Task.WaitAsync(Until.Deadline);
        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(10.1), () => served.Reasons.Count > 0, "a reason was logged");

        Assert.Equal(
            "(memory): the peer has not taken the output within 10 s: aborting the connection", Assert.Single(served.Reasons).Message);
    }

    [Fact]
    public async Task A_deadline_that_a_handler_left_behind_is_named_as_the_reason()
    {
        await using ServedEndpoint served = Create(_options);
        served.Endpoint.Map("LEAVE", (connection, _) =>
        {
            connection.SetReadDeadline(_time.GetUtcNow().AddSeconds(5));
            return connection.WriteLineAsync("set", CancellationToken.None);
        });
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("LEAVE\n");
        Assert.Equal("set\n", await peer.ReadTextAsync());

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(5.1), () => served.Reasons.Count > 0, "a reason was logged");

        Assert.Equal(
            "(memory): waiting for a command: the read deadline has passed: closing the connection",
            Assert.Single(served.Reasons).Message);
    }

    [Fact]
    public async Task More_connections_than_allowed()
    {
        await using ServedEndpoint served = Create(new CommandEndpointOptions { MaxConnections = 1 });
        await using TransportConnection first = await served.ConnectAsync(TransportKind.Tcp);
        await AssertGoesOnAsync(first);

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await using TransportConnection second = await served.ConnectAsync(TransportKind.Tcp);
            await second.ReadToEndAsync();
        });

        Assert.EndsWith("refused: 1 connections are held already", Assert.Single(served.Reasons).Message, StringComparison.Ordinal);
        await AssertGoesOnAsync(first);
    }

    [Fact]
    public async Task More_connections_of_an_address_than_allowed()
    {
        await using ServedEndpoint served = Create(new CommandEndpointOptions { MaxConnectionsPerAddress = 1 });
        await using TransportConnection first = await served.ConnectAsync(TransportKind.Tcp);
        await AssertGoesOnAsync(first);

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await using TransportConnection second = await served.ConnectAsync(TransportKind.Tcp);
            await second.ReadToEndAsync();
        });

        Assert.EndsWith("connections of this address are held already", Assert.Single(served.Reasons).Message, StringComparison.Ordinal);
        await AssertGoesOnAsync(first);
    }

    private Task AssertClosedAsync(
        CommandEndpointOptions options, string sent, string reason, TimeSpan? after = null, string answered = "") =>
        AssertClosedAsync(options, System.Text.Encoding.UTF8.GetBytes(sent), reason, after, answered);

    private async Task AssertClosedAsync(
        CommandEndpointOptions options, byte[] sent, string reason, TimeSpan? after = null, string answered = "", bool completes = false)
    {
        await using ServedEndpoint served = Create(options);
        TransportConnection peer = await served.ConnectAsync();
        peer.Output.Write(sent);
        await peer.Output.FlushAsync(Until.Deadline);
        if (completes)
            await peer.CompleteOutputAsync();
        if (answered.Length > 0)
            Assert.Equal(answered, await peer.ReadTextAsync());

        if (after is { } timeout)
        {
            if (reason.StartsWith("ECHO", StringComparison.Ordinal) || reason.StartsWith("TAKE", StringComparison.Ordinal))
                await _begun.Task.WaitAsync(Until.Deadline);
            await Until.TrueAsync(() => served.LastServed!.IsReading, "the endpoint waits");
            _time.Advance(timeout - TimeSpan.FromSeconds(0.1));
            Assert.Empty(served.Reasons);
            await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.2), () => served.Reasons.Count > 0, "a reason was logged");
        }

        Assert.Equal("", await peer.ReadToEndAsync());
        LogLine line = Assert.Single(served.Reasons);
        Assert.StartsWith("(memory): " + reason, line.Message, StringComparison.Ordinal);
        await peer.DisposeAsync();
        await using TransportConnection other = await served.ConnectAsync();
        await AssertGoesOnAsync(other);
        Assert.Single(served.Reasons);
    }

    private ServedEndpoint Create(CommandEndpointOptions options)
    {
        var served = new ServedEndpoint(options);
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
        served.Endpoint.Map<Point>("POINT", _ => { });
        served.Endpoint.Map("UNFLUSHED", (connection, _) =>
        {
            _begun.TrySetResult();
            connection.Output.Write(new byte[200_000]);
            return ValueTask.CompletedTask;
        });
        served.Endpoint.Map("FLOOD", async (connection, token) =>
        {
            _begun.TrySetResult();
            while (true)
                await connection.WriteLineAsync(new string('x', 10_000), token);
        });
        return served;
    }

    private static async Task AssertGoesOnAsync(TransportConnection other)
    {
        await other.SendAsync("ECHO\ngo on\n");
        Assert.Equal("go on\n", await other.ReadTextAsync());
    }
}
