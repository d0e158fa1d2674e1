using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gobwire.Commands;
using Gobwire.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen holds ten thousand connections, and answers a thousand commands a second beside them.</summary>
public sealed class HeldConnectionsTests(ITestOutputHelper output)
{
    private const int Wanted = 10_000;
    private const int Clients = 100;
    private const int CommandsASecond = 1_000;
    private const int Commands = 5 * CommandsASecond;

    /// <summary>What the runtime, the tests and the program need themselves.</summary>
    private const int ReservedDescriptors = 600;

    /// <summary>No later than this is a command answered, counted from when it was due, where the pace is kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Ten_thousand_connections_are_held_while_a_thousand_commands_a_second_are_answered()
    {
        Assert.SkipUnless(DescriptorLimit() >= Wanted + ReservedDescriptors, $"ten thousand connections need as many descriptors: ulimit -n says {DescriptorLimit()}");
        CancellationToken deadline = Until.Deadline;
        var options = new { MaxConnections = 2 * Wanted, MaxConnectionsPerAddress = 2 * Wanted, FirstCommandTimeout = "00:10:00", IdleTimeout = "00:10:00" };
        await using ProgramServer server = await ProgramServer.ConfiguredAsync(options, deadline);
        var held = new List<Socket>();
        CommandClient[] clients = [];
        try
        {
            while (held.Count < Wanted)
                held.Add(await ConnectAsync(IPEndPoint.Parse(server.Address), deadline));
            clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => CommandClient.ConnectAsync(server.Address, null, deadline)));

            int rounds = await AskUntilThePaceIsKeptAsync(clients, deadline);

            // They are held: every one of them is served as well.
            await Task.WhenAll(held.Select(socket => AskOnAsync(socket, deadline)));
            List<string> lines = await server.StopAsync(deadline);
            Assert.DoesNotContain(lines, line => line.Contains("closing the connection", StringComparison.Ordinal) || line.Contains("refused", StringComparison.Ordinal));
            Assert.Equal((rounds * Commands) + Wanted, lines.Count(line => line.Contains(": STRING: ", StringComparison.Ordinal)));
        }
        finally
        {
            held.ForEach(s => s.Dispose());
            foreach (CommandClient client in clients)
                await client.DisposeAsync();
        }
    }

    /// <summary>
    /// Sends commands by the clock, a thousand a second whether or not those before are answered, for five seconds; and again until all of five seconds
    /// were answered as fast as they came: on a machine with much else to do that need not be the first time.
    /// </summary>
    /// <returns>How many times it took. Every command of each was answered.</returns>
    private async Task<int> AskUntilThePaceIsKeptAsync(CommandClient[] clients, CancellationToken deadline)
    {
        for (int round = 1; ; round++)
        {
            TimeSpan[] late = await AskAtPaceAsync(clients, deadline);
            output.WriteLine($"{late.Length} commands at {CommandsASecond} a second beside {Wanted} connections: answered {late.Order().ElementAt(late.Length / 2).TotalMilliseconds:F1} ms "
                + $"after they were due, the last of them {late.Max().TotalMilliseconds:F0} ms");
            Assert.Equal(Commands, late.Length);
            if (late.Max() <= Kept)
                return round;
        }
    }

    /// <returns>How long after it was due each command was answered.</returns>
    private static async Task<TimeSpan[]> AskAtPaceAsync(CommandClient[] clients, CancellationToken deadline)
    {
        var tails = new Task[clients.Length];
        Array.Fill(tails, Task.CompletedTask);
        var late = new TimeSpan[Commands];
        long start = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (int sent = 0; sent < Commands; await tick.WaitForNextTickAsync(deadline))
        {
            for (int due = Math.Min(Commands, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * CommandsASecond)); sent < due; sent++)
                tails[sent % Clients] = AskAfterAsync(tails[sent % Clients], clients[sent % Clients], sent);
        }

        await Task.WhenAll(tails).WaitAsync(deadline);
        return late;

        // A client has one command under way at a time.
        async Task AskAfterAsync(Task before, CommandClient client, int number)
        {
            await before;
            Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "beside ten thousand", deadline));
            late[number] = Stopwatch.GetElapsedTime(start) - TimeSpan.FromSeconds((double)number / CommandsASecond);
        }
    }

    private static async Task AskOnAsync(Socket socket, CancellationToken deadline)
    {
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("STRING\nheld\n"u8.ToArray(), deadline);
        byte[] reply = new byte["Thank you.\n".Length];
        await stream.ReadExactlyAsync(reply, deadline);
        Assert.Equal("Thank you.\n"u8.ToArray(), reply);
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken deadline)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint, deadline);
        return socket;
    }

    /// <summary>The hard limit, to which the runtime raises the soft one; the program inherits it. Elsewhere than on Linux it is not known.</summary>
    private static int DescriptorLimit()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits))
            return 0;
        string[] words = File.ReadLines(Limits).First(l => l.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.TryParse(words[4], CultureInfo.InvariantCulture, out int hard) ? hard : int.MaxValue;
    }
}
