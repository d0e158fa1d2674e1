using System.Collections.Concurrent;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Commands.Tests;

/// <summary>Commands through a pool, and which connections they go over.</summary>
public sealed class CommandClientPoolTests
{
    [Theory]
    [InlineData(TransportKind.Tcp)]
    [InlineData(TransportKind.Unix)]
    [InlineData(TransportKind.Tls)]
    public async Task Commands_of_every_kind_go_over_one_connection(TransportKind kind)
    {
        await using var served = new ServedEndpoint();
        var sent = new ConcurrentQueue<string>();
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map<Point, long>("SUM", p => p.X + p.Y);
        served.Endpoint.Map("BARE", (_, _) => Noted(sent, "bare"));
        served.Endpoint.Map("LINE", async (connection, token) => sent.Enqueue(await connection.ReadLineAsync(token)));
        served.Endpoint.Map<Point>("GOB", p => sent.Enqueue($"{p.X} {p.Y}"));
        await using var pool = new CommandClientPool(served.AddressOf(kind), new CommandClientPoolOptions
        {
            Client = kind == TransportKind.Tls ? new() { Tls = new TlsClientOptions { Authorities = TestCertificate.Authorities } } : new(),
        });

        await pool.SendAsync("BARE", Until.Deadline);
        await pool.SendTextAsync("LINE", "a line", Until.Deadline);
        await pool.SendAsync("GOB", new Point(1, 2), Until.Deadline);
        Assert.Equal("hello", await pool.AskTextAsync("ECHO", "hello", Until.Deadline));
        Assert.Equal(7, await pool.AskAsync<Point, long>("SUM", new Point(3, 4), Until.Deadline));

        Assert.Equal(["bare", "a line", "1 2"], sent);
        Assert.Single(served.Logger.Of("Connected"));
    }

    [Fact]
    public async Task Five_hundred_callers_share_four_connections_and_each_gets_its_own_reply()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map<Point, Point>("SWAP", p => new Point(p.Y, p.X));
        await using var pool = new CommandClientPool(
            served.AddressOf(TransportKind.Tcp),
            new CommandClientPoolOptions
            {
                MaxConnections = 4, CommandTimeout = Timeout.InfiniteTimeSpan, ConnectionTimeout = Timeout.InfiniteTimeSpan,
            });

        await Task.WhenAll(Enumerable.Range(0, 500).Select(async n =>
        {
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal($"{n} {i}", await pool.AskTextAsync("ECHO", $"{n} {i}", Until.Deadline));
                Assert.Equal(new Point(i, n), await pool.AskAsync<Point, Point>("SWAP", new Point(n, i), Until.Deadline));
            }
        }));

        Assert.InRange(served.Logger.Of("Connected").Count, 1, 4);
        Assert.Empty(served.Reasons);
    }

    [Fact]
    public async Task An_exchange_of_one_s_own_has_its_connection_to_itself_and_leaves_no_settings_behind()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        await using var pool = new CommandClientPool(served.AddressOf(TransportKind.Tcp));

        string[] replies = await pool.ExchangeAsync(
            "TWICE",
            async (connection, token) =>
            {
                connection.ReadTimeout = TimeSpan.FromSeconds(20);
                connection.SetDeadline(DateTimeOffset.UtcNow.AddMinutes(1));
                await connection.WriteLineAsync("ECHO", token);
                await connection.WriteLineAsync("a", token);
                await connection.WriteLineAsync("ECHO", token);
                await connection.WriteLineAsync("b", token);
                return new[] { await connection.ReadLineAsync(token), await connection.ReadLineAsync(token) };
            },
            null,
            Until.Deadline);
        await pool.ExchangeAsync(
            "LOOK",
            (connection, _) =>
            {
                Assert.Equal(Timeout.InfiniteTimeSpan, connection.ReadTimeout);
                connection.SetDeadline(DateTimeOffset.UtcNow.AddMinutes(-1));
                return ValueTask.CompletedTask;
            },
            null,
            Until.Deadline);

        Assert.Equal(["a", "b"], replies);
        Assert.Equal("c", await pool.AskTextAsync("ECHO", "c", Until.Deadline));
        Assert.Single(served.Logger.Of("Connected"));
    }

    [Fact]
    public async Task What_an_exchange_leaves_unread_reaches_no_other_command()
    {
        await using var server = new ScriptedServer().Listen((_, text) => $"{text}\nmore\n");
        await using var pool = new CommandClientPool(server.Address);

        Assert.Equal("a", await pool.AskTextAsync("ECHO", "a", Until.Deadline));
        Assert.Equal("b", await pool.AskTextAsync("ECHO", "b", Until.Deadline));

        Assert.Equal(2, server.Accepted);
    }

    [Fact]
    public async Task A_command_that_cannot_be_written_costs_no_connection()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        await using var pool = new CommandClientPool(served.AddressOf(TransportKind.Tcp));

        await Assert.ThrowsAsync<ArgumentException>(() => pool.AskTextAsync("ECHO", "two\nlines", Until.Deadline).AsTask());
        await Assert.ThrowsAsync<GobException>(() => pool.SendAsync<Point?>("GOB", null, Until.Deadline).AsTask());
        Assert.Equal("hello", await pool.AskTextAsync("ECHO", "hello", Until.Deadline));

        Assert.Single(served.Logger.Of("Connected"));
    }

    [Fact]
    public async Task A_reply_that_does_not_fit_ends_its_connection()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map<Point, string>("TEXT", p => $"{p.X}");
        await using var pool = new CommandClientPool(served.AddressOf(TransportKind.Tcp));

        await Assert.ThrowsAsync<GobException>(() => pool.AskAsync<Point, long>("TEXT", new Point(1, 2), Until.Deadline).AsTask());
        Assert.Equal("hello", await pool.AskTextAsync("ECHO", "hello", Until.Deadline));

        Assert.Equal(2, served.Logger.Of("Connected").Count);
    }

    [Fact]
    public void What_is_no_address_and_what_is_no_pool_is_an_error_at_once()
    {
        Assert.Throws<FormatException>(() => new CommandClientPool("localhost:x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CommandClientPool("localhost", new CommandClientPoolOptions { MaxConnections = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CommandClientPool("localhost", new CommandClientPoolOptions { MaxResends = -1 }));
        Assert.Equal($"localhost:{CommandEndpointOptions.DefaultPort}", new CommandClientPool("localhost").Address);
    }

    private static ValueTask Noted(ConcurrentQueue<string> notes, string note)
    {
        notes.Enqueue(note);
        return ValueTask.CompletedTask;
    }
}
