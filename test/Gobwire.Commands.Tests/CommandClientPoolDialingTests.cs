using System.Globalization;
using System.Text.RegularExpressions;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>A server that is not there: when it is dialed, and what commands come to meanwhile.</summary>
public sealed class CommandClientPoolDialingTests
{
    private static readonly TransportBackoff Steady = new() { Jitter = 0 };

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Attempts_grow_rarer_and_commands_between_them_fail_at_once()
    {
        await using var server = new ScriptedServer();
        await using CommandClientPool pool = PoolOf(server, TimeSpan.Zero);

        await AssertRefusedAsync(pool, "1 s");
        await AssertRefusedAsync(pool, "1 s");
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await AssertRefusedAsync(pool, "0.5 s");
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await AssertRefusedAsync(pool, "1.6 s");
        _time.Advance(TimeSpan.FromSeconds(1.61));
        await AssertRefusedAsync(pool, "2.6 s");
        server.Listen((_, text) => $"{text}\n");
        await AssertRefusedAsync(pool, "2.6 s");
        _time.Advance(TimeSpan.FromSeconds(2.6));

        Assert.Equal("hello", await pool.AskTextAsync("ECHO", "hello", Until.Deadline));
    }

    [Fact]
    public async Task Clients_that_lose_their_server_together_do_not_all_dial_again_together()
    {
        await using var server = new ScriptedServer();
        var waits = new List<double>();
        for (int i = 0; i < 16; i++)
        {
            await using CommandClientPool pool = PoolOf(
                server, TimeSpan.Zero, backoff: new TransportBackoff { FirstDelay = TimeSpan.FromSeconds(1_000), MaxDelay = TimeSpan.FromSeconds(1_000) });
            CommandException error = await Assert.ThrowsAsync<CommandException>(async () => await pool.AskTextAsync("ECHO", "x", Until.Deadline));
            waits.Add(double.Parse(Regex.Match(error.Message, "in ([0-9.]+) s$").Groups[1].Value, CultureInfo.InvariantCulture));
        }

        Assert.All(waits, wait => Assert.InRange(wait, 800, 1_200));
        // Of 4,000 waits that may be, sixteen at random.
        Assert.True(waits.Distinct().Count() > 8, string.Join(", ", waits));
    }

    [Fact]
    public async Task Commands_wait_for_the_next_attempt_as_long_as_they_may()
    {
        await using var server = new ScriptedServer();
        await using CommandClientPool pool = PoolOf(server, Timeout.InfiniteTimeSpan);
        Task<string>[] asking = [.. Enumerable.Range(0, 20).Select(i => pool.AskTextAsync("ECHO", $"{i}", Until.Deadline).AsTask())];
        server.Listen((_, text) => $"{text}\n");

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.1), () => asking.All(task => task.IsCompleted), "all commands have ended");

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), await Task.WhenAll(asking));
    }

    [Fact]
    public async Task Commands_that_have_waited_long_enough_say_what_is_wrong()
    {
        await using var server = new ScriptedServer();
        await using CommandClientPool pool = PoolOf(server, TimeSpan.FromSeconds(3));
        Task asking = pool.AskTextAsync("ECHO", "x", Until.Deadline).AsTask();

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.1), () => asking.IsCompleted, "the command has failed");

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => asking);
        Assert.StartsWith($"dialing {server.Address}: connection refused; the next attempt is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_that_fail_together_count_as_one()
    {
        await using var server = new ScriptedServer();
        await using CommandClientPool pool = PoolOf(server, TimeSpan.Zero);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AssertRefusedAsync(pool, "1 s")));
    }

    [Fact]
    public async Task A_command_waits_no_longer_for_a_connection_than_it_may()
    {
        await using var server = new ScriptedServer().Listen((_, _) => "");
        await using CommandClientPool pool = PoolOf(server, TimeSpan.FromSeconds(3), maxConnections: 1);
        Task first = pool.AskTextAsync("SLOW", "x", Until.Deadline).AsTask();
        await Until.TrueAsync(() => server.Received == 1, "the only connection is in use");
        Task second = pool.AskTextAsync("ECHO", "x", Until.Deadline).AsTask();

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.1), () => second.IsCompleted, "the second has failed");

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => second);
        Assert.Equal((CommandErrorKind.Timeout, false), (error.Kind, error.MayHaveBeenHandled));
        Assert.Equal($"ECHO to {server.Address}: none of 1 connections was free within 3 s", error.Message);
        Assert.False(first.IsCompleted);
        Assert.Equal(1, server.Received);
    }

    private static async Task AssertRefusedAsync(CommandClientPool pool, string next)
    {
        CommandException error = await Assert.ThrowsAsync<CommandException>(() => pool.AskTextAsync("ECHO", "x", Until.Deadline).AsTask());
        Assert.Equal($"dialing {pool.Address}: connection refused; the next attempt is in {next}", error.Message);
        Assert.Equal((CommandErrorKind.Dial, false), (error.Kind, error.MayHaveBeenHandled));
    }

    /// <summary>Fake time outruns dialing: only the bound that is tested is set.</summary>
    private CommandClientPool PoolOf(
        ScriptedServer server, TimeSpan patience, int maxConnections = 16, TransportBackoff? backoff = null) => new(server.Address, new CommandClientPoolOptions
    {
        Client = new CommandClientOptions { DialTimeout = Timeout.InfiniteTimeSpan },
        CommandTimeout = Timeout.InfiniteTimeSpan,
        MaxConnections = maxConnections,
        ConnectionTimeout = patience,
        DrainTimeout = TimeSpan.Zero,
        Backoff = backoff ?? Steady,
        TimeProvider = _time,
    });
}
