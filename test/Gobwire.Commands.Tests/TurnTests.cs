using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Peers whose next command is always at hand leave the threads to others in turn.</summary>
public sealed class TurnTests
{
    private const int Flooders = 4;
    private const int Exchanges = 10;

    /// <summary>It is milliseconds where turns are taken, and never where they are not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Peers_that_flood_on_the_only_thread_leave_turns_to_a_polite_client_and_to_a_new_one() =>
        AssertTurnsAsync("", $"{FloodedProcess.Work}\n");

    [Fact]
    public Task Handlers_that_read_without_end_on_the_only_thread_leave_turns_too() => AssertTurnsAsync($"{FloodedProcess.Take}\n", "12345");

    [Fact]
    public void A_turn_is_over_after_so_many_commands_and_then_begins_anew()
    {
        var turn = new Turn();

        int[] turns = new int[100];
        for (int i = 0; i < turns.Length; i++)
            turns[i] = CommandsUpToItsEnd(ref turn);

        Assert.All(turns, commands => Assert.InRange(commands, Turn.CommandsBetweenLooks, Turn.MaxCommands));
        // Time may end some of them, but not all.
        Assert.Equal(Turn.MaxCommands, turns[1..].Max());
    }

    [Fact]
    public void A_turn_of_slow_commands_is_over_after_a_few()
    {
        var turn = new Turn();
        Assert.False(turn.IsOverAfterCommand());
        PassItsTime();

        Assert.Equal(Turn.CommandsBetweenLooks - 1, CommandsUpToItsEnd(ref turn));
    }

    [Fact]
    public void A_wait_begins_another_turn()
    {
        var turn = new Turn();
        Assert.False(turn.IsOverAfterCommand());
        PassItsTime();

        turn.Begin();

        Assert.InRange(CommandsUpToItsEnd(ref turn), Turn.CommandsBetweenLooks, Turn.MaxCommands);
    }

    private static async Task AssertTurnsAsync(string first, string again)
    {
        using Process process = FloodedProcess.Start();
        var sockets = new List<Socket>();
        try
        {
            int port = int.Parse((await process.StandardOutput.ReadLineAsync(Until.Deadline))!, CultureInfo.InvariantCulture);
            await using CommandClient polite = await ConnectAsync(port);
            await AskAsync(polite);
            for (int i = 0; i < Flooders; i++)
                sockets.Add(Flood(port, first, again));
            Assert.Equal(FloodedProcess.Flooded, await process.StandardOutput.ReadLineAsync(Until.Deadline));

            for (int i = 0; i < Exchanges; i++)
                await AskAsync(polite);
            await using CommandClient late = await ConnectAsync(port);
            await AskAsync(late);

            Assert.All(sockets, socket => Assert.True(socket.Connected));
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
            process.Kill();
            await process.WaitForExitAsync(Until.Deadline);
        }
    }

    private static int CommandsUpToItsEnd(ref Turn turn)
    {
        int commands = 1;
        while (!turn.IsOverAfterCommand())
            Assert.InRange(++commands, 1, Turn.MaxCommands);
        return commands;
    }

    private static void PassItsTime()
    {
        long begun = Environment.TickCount64;
        SpinWait.SpinUntil(() => Environment.TickCount64 - begun >= 2 * Turn.MaxMilliseconds);
    }

    private static Task<CommandClient> ConnectAsync(int port) =>
        CommandClient.ConnectAsync($"127.0.0.1:{port}", null, Until.Deadline).WaitAsync(Patience);

    private static async Task AskAsync(CommandClient client) =>
        Assert.Equal("polite", await client.AskTextAsync("ECHO", "polite", Until.Deadline).AsTask().WaitAsync(Patience));

    /// <summary>Sends the first text once and the other without end, on a thread of its own, until the socket is disposed.</summary>
    private static Socket Flood(int port, string first, string again)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        socket.Send(Encoding.UTF8.GetBytes(first));
        byte[] flood = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(again, 10_000)));
        var thread = new Thread(() =>
        {
            try
            {
                while (true)
                    socket.Send(flood);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return socket;
    }
}
