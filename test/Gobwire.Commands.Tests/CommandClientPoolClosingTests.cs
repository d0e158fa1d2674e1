using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>The end of a pool and of its connections: none is left open.</summary>
public sealed class CommandClientPoolClosingTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Connections_that_no_command_uses_are_closed_after_a_while()
    {
        await using var server = new ScriptedServer().Listen((_, text) => $"{text}\n");
        await using var pool = new CommandClientPool(server.Address, new CommandClientPoolOptions { TimeProvider = _time });
        await HoldAsync(pool, 3);
        Assert.Equal(3, server.Accepted);

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("a", await pool.AskTextAsync("ECHO", "a", Until.Deadline));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("b", await pool.AskTextAsync("ECHO", "b", Until.Deadline));
        Assert.Equal(3, server.Accepted);
        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(61), () => server.Ended == 3, "all connections were closed");

        Assert.Equal("c", await pool.AskTextAsync("ECHO", "c", Until.Deadline));
        Assert.Equal(4, server.Accepted);
    }

    [Fact]
    public async Task Closing_waits_for_the_commands_under_way_and_fails_those_that_wait()
    {
        await using var served = new ServedEndpoint();
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        served.Endpoint.MapText("SLOW", async (text, _) =>
        {
            begun.TrySetResult();
            await release.Task;
            return text;
        });
        var pool = new CommandClientPool(served.AddressOf(TransportKind.Tcp), new CommandClientPoolOptions { MaxConnections = 1 });
        Task<string> underWay = pool.AskTextAsync("SLOW", "done", Until.Deadline).AsTask();
        await begun.Task.WaitAsync(Until.Deadline);
        Task<string> waiting = pool.AskTextAsync("SLOW", "never", Until.Deadline).AsTask();

        Task closing = pool.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.SendAsync("SLOW", Until.Deadline).AsTask());
        Assert.False(closing.IsCompleted);
        release.SetResult();

        Assert.Equal("done", await underWay);
        await closing.WaitAsync(Until.Deadline);
        await served.Logger.WaitForAsync("PeerClosed");
    }

    [Fact]
    public async Task Commands_that_do_not_end_are_aborted_when_the_pool_is_closed()
    {
        await using var server = new ScriptedServer().Listen((_, _) => "");
        var pool = new CommandClientPool(
            server.Address, new CommandClientPoolOptions { CommandTimeout = Timeout.InfiniteTimeSpan, TimeProvider = _time });
        Task underWay = pool.AskTextAsync("SLOW", "x", new CommandSendOptions { IsIdempotent = true }, Until.Deadline).AsTask();
        await Until.TrueAsync(() => server.Received == 1, "the command has come");
        Task closing = pool.DisposeAsync().AsTask();

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => closing.IsCompleted, "the pool is closed");

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => underWay);
        Assert.Equal((CommandErrorKind.ConnectionLost, true), (error.Kind, error.MayHaveBeenHandled));
        Assert.Equal(1, server.Received);
        await server.EndedAsync();
    }

    [Fact]
    public async Task Whatever_happens_to_its_commands_a_closed_pool_leaves_no_connection()
    {
        int commands = 0;
        await using var server = new ScriptedServer().Listen((_, text) => (Interlocked.Increment(ref commands) % 5) switch
        {
            0 => null,
            1 => "",
            2 => $"{text}\nand more\n",
            _ => $"{text}\n",
        });
        await using (var pool = new CommandClientPool(server.Address, new CommandClientPoolOptions { MaxConnections = 4 }))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(n => SendManyAsync(pool, n)));
        }

        Assert.InRange(server.Accepted, 2, int.MaxValue);
        await server.EndedAsync();
    }

    private static async Task SendManyAsync(CommandClientPool pool, int n)
    {
        for (int i = 0; i < 12; i++)
        {
            try
            {
                var options = new CommandSendOptions { IsIdempotent = i % 2 == 0, Timeout = TimeSpan.FromMilliseconds(200) };
                Assert.Equal($"{n} {i}", await pool.AskTextAsync("ECHO", $"{n} {i}", options, Until.Deadline));
            }
            catch (CommandException error)
            {
                Assert.Contains(error.Kind, new[] { CommandErrorKind.Timeout, CommandErrorKind.Truncated, CommandErrorKind.ConnectionLost });
            }
        }
    }

    /// <summary>Has as many commands under way at once as given.</summary>
    private static async Task HoldAsync(CommandClientPool pool, int count)
    {
        int begun = 0;
        var all = new TaskCompletionSource();
        async ValueTask HoldOneAsync(CommandConnection connection, CancellationToken token)
        {
            if (Interlocked.Increment(ref begun) == count)
                all.SetResult();
            await all.Task.WaitAsync(token);
        }

        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => pool.ExchangeAsync("HOLD", HoldOneAsync, null, Until.Deadline).AsTask()));
    }
}
