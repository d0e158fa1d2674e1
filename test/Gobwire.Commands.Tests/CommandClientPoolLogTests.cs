using System.Net;
using System.Text;
using Gobwire.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>What a pool logs: outages, dropped connections and resends, each with its reason and none with a payload.</summary>
public sealed class CommandClientPoolLogTests
{
    private static readonly CommandSendOptions Idempotent = new() { IsIdempotent = true };

    private readonly CapturingLogger _logger = new();

    [Fact]
    public async Task An_outage_has_one_line_at_its_beginning_and_one_at_its_end()
    {
        var time = new FakeTimeProvider();
        await using var server = new ScriptedServer();
        await using var pool = new CommandClientPool(
            server.Address,
            new CommandClientPoolOptions { ConnectionTimeout = TimeSpan.Zero, Backoff = new() { Jitter = 0 }, TimeProvider = time },
            _logger);
        for (int i = 0; i < 4; i++)
        {
            await AssertRefusedAsync(pool);
            time.Advance(TimeSpan.FromMinutes(3));
        }

        server.Listen((_, text) => $"{text}\n");
        for (int i = 0; i < 2; i++)
            Assert.Equal("hello", await pool.AskTextAsync("ECHO", "hello", Until.Deadline));

        string address = server.Address;
        Assert.Equal(
            [
                (LogLevel.Warning, "DialFails", $"Pool of {address}: dialing {address}: connection refused; dialing again, at times that grow apart"),
                (LogLevel.Information, "DialRecovers", $"Pool of {address}: dialing works again; it had failed 4 times"),
            ],
            _logger.Lines.Select(l => (l.Level, l.Event, l.Message)));
    }

    [Fact]
    public async Task The_next_outage_has_its_own()
    {
        var server = new ScriptedServer();
        string address = server.Address;
        await using var pool = new CommandClientPool(
            address, new CommandClientPoolOptions { ConnectionTimeout = TimeSpan.Zero, Backoff = new() { FirstDelay = TimeSpan.Zero } }, _logger);
        await AssertRefusedAsync(pool);
        await AssertRefusedAsync(pool);
        server.Listen((_, text) => text == "end" ? null : $"{text}\n");
        Assert.Equal("hello", await pool.AskTextAsync("ECHO", "hello", Until.Deadline));
        await Assert.ThrowsAsync<CommandException>(() => pool.AskTextAsync("ECHO", "end", Until.Deadline).AsTask());
        await server.DisposeAsync();
        await AssertRefusedAsync(pool);

        Assert.Equal(["DialFails", "DialRecovers", "ConnectionDropped", "DialFails"], _logger.Lines.Select(l => l.Event));
    }

    [Fact]
    public async Task A_command_sent_again_has_a_line_besides_that_of_its_connection()
    {
        await using var server = new ScriptedServer().Listen((connection, text) => connection == 0 ? null : $"{text}\n");
        await using var pool = new CommandClientPool(server.Address, null, _logger);

        Assert.Equal("price", await pool.AskTextAsync("GET", "price", Idempotent, Until.Deadline));

        Assert.Equal(
            [
                $"Pool of {server.Address}: GET: sent again, for it is idempotent and its reply was lost",
                $"Pool of {server.Address}: GET: reading a line: the input ended before its line feed: dropping the connection",
            ],
            _logger.Lines.Select(l => l.Message));
    }

    [Theory]
    [InlineData("LOST", "reading a line: the input ended before its line feed")]
    [InlineData("LATE", "the command was given up")]
    [InlineData("LONG", "reading a line: it is longer than 8 bytes")]
    [InlineData("THROW", "InvalidOperationException")]
    [InlineData("GOB", "the reply cannot be decoded: type_mismatch")]
    public async Task A_connection_that_is_dropped_says_why_and_nothing_of_payloads(string command, string reason)
    {
        const string Secret = "secret";
        await using var server = new ScriptedServer().Listen((_, _) => command switch
        {
            "LOST" => null,
            "LATE" => "",
            "LONG" => "secret secret\n",
            "GOB" => Encoding.ASCII.GetString(GobSerializer.Serialize(Secret)),
            _ => $"{Secret}\n",
        });
        await using var pool = new CommandClientPool(
            server.Address, new CommandClientPoolOptions { Client = new() { MaxLineLength = 8 }, CommandTimeout = TimeSpan.FromSeconds(command == "LATE" ? 1 : 60) }, _logger);

        await Assert.ThrowsAnyAsync<Exception>(() => command switch
        {
            "GOB" => pool.ExchangeAsync(command, async (connection, token) =>
            {
                connection.WriteLines(command, Secret);
                await connection.FlushAsync(token);
                await connection.ReadGobAsync<Point>(token);
            }, null, Until.Deadline).AsTask(),
            "THROW" => pool.ExchangeAsync(command, async (connection, token) =>
            {
                await connection.WriteLineAsync(command, token);
                throw new InvalidOperationException(Secret);
            }, null, Until.Deadline).AsTask(),
            _ => pool.AskTextAsync(command, Secret, Until.Deadline).AsTask(),
        });

        await _logger.WaitForAsync("ConnectionDropped");
        LogLine line = Assert.Single(_logger.Lines);
        Assert.Equal((LogLevel.Information, $"Pool of {server.Address}: {command}: {reason}: dropping the connection"), (line.Level, line.Message));
        Assert.Null(line.Exception);
    }

    [Fact]
    public async Task A_kept_connection_that_its_server_has_closed_is_nothing_to_worry_about()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        CommandServer server = served.Endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        await using var pool = new CommandClientPool($"127.0.0.1:{server.Port}", null, _logger);
        Assert.Equal("a", await pool.AskTextAsync("ECHO", "a", Until.Deadline));
        int port = server.Port;
        await server.DisposeAsync();
        await using CommandServer again = served.Endpoint.Start(new IPEndPoint(IPAddress.Loopback, port), CancellationToken.None);

        Assert.Equal("b", await pool.AskTextAsync("ECHO", "b", Until.Deadline));

        Assert.Equal(("KeptConnectionEnded", LogLevel.Debug), (Assert.Single(_logger.Lines).Event, Assert.Single(_logger.Lines).Level));
    }

    private static Task<CommandException> AssertRefusedAsync(CommandClientPool pool) =>
        Assert.ThrowsAsync<CommandException>(() => pool.AskTextAsync("ECHO", "secret", Until.Deadline).AsTask());
}
