using System.Diagnostics;
using System.Net;
using Gobwire.Commands;
using Gobwire.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen, with a thousand peers that send it a byte a second.</summary>
public sealed class ProgramSlowlorisTests(ITestOutputHelper output)
{
    private const int Attackers = 1_000;

    /// <summary>Those whose letting go is not measured.</summary>
    private const int WarmUp = 100;

    private const long MaxMemoryOfEach = 10_000;

    /// <summary>In the second in which all are let go at once, with an exception each; a build for debugging, not made to be lean, may take twice as much then.</summary>
    private static readonly long MaxMemoryOfEachLetGo = GobwireProgram.IsNative ? MaxMemoryOfEach : 2 * MaxMemoryOfEach;

    /// <summary>How many times others may be looked at: what else a machine does comes and goes, what the program does to them is there each time.</summary>
    private const int MaxRounds = 3;

    private const int WarmUpCommands = 10_000;

    /// <summary>As many as there are answers while the attackers hold on, so that both have the same place in their order.</summary>
    private const int QuietCommands = 250;

    /// <summary>For a first name as for what follows a name.</summary>
    private static readonly TimeSpan PeerDeadline = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Less than this is not looked at: where a thousand end in a moment, theirs are some milliseconds of work on one core, and this process shares
    /// the cores with the program.
    /// </summary>
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_thousand_peers_that_dribble_are_each_let_go_in_time_and_cost_neither_memory_nor_others_their_answers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells a process's memory and sockets in /proc");
        CancellationToken deadline = Until.Deadline;
        var options = new
        {
            MaxConnections = 2000,
            MaxConnectionsPerAddress = 2000,
            FirstCommandTimeout = PeerDeadline,
            PayloadTimeout = PeerDeadline,
            LingerTimeout = "00:00:01",
        };
        await using ProgramServer server = await ProgramServer.ConfiguredAsync(options, deadline, GobwireProgram.StartWithItsOwnSettings);
        await using CommandClient polite = await CommandClient.ConnectAsync(server.Address, null, deadline);
        for (int i = 0; i < WarmUpCommands; i++)
            await AskAsync(polite, deadline);
        using (var warmUp = new Dribblers(IPEndPoint.Parse(server.Address)))
        {
            await warmUp.StartAsync(WarmUp, deadline);
            await AskUntilAsync(polite, _ => warmUp.Left == 0, () => { }, deadline);
        }

        int sockets = ProcessFigures.SocketsOf(server.ProcessId);
        int rounds = 0;
        while (!await IsUnnoticedAsync(server, polite, sockets, deadline))
            Assert.True(++rounds < MaxRounds, "the polite client's answers were late each time");
        AssertToldOnce(await server.StopAsync(deadline), WarmUp + ((rounds + 1) * Attackers));
    }

    /// <summary>One attack. Whether the polite client did not notice; all else must hold each time.</summary>
    private async Task<bool> IsUnnoticedAsync(ProgramServer server, CommandClient polite, int sockets, CancellationToken deadline)
    {
        TimeSpan[] quiet = await AskUntilAsync(polite, count => count == QuietCommands, () => { }, deadline);
        long before = ProcessFigures.MemoryOf(server.ProcessId);
        long held = before;
        long most = before;

        using var attackers = new Dribblers(IPEndPoint.Parse(server.Address));
        await attackers.StartAsync(Attackers, deadline);
        long begun = Stopwatch.GetTimestamp();
        TimeSpan[] meanwhile = await AskUntilAsync(polite, _ => attackers.Left == 0, NoteMemory, deadline);
        await Until.TrueAsync(() => ProcessFigures.SocketsOf(server.ProcessId) <= sockets, "the sockets of all were closed");
        TimeSpan closed = Stopwatch.GetElapsedTime(begun);
        NoteMemory();

        // What holds up a polite client holds up a deadline as well.
        TimeSpan latest = PeerDeadline + Grace + meanwhile.Max();
        output.WriteLine($"let go after {attackers.Held.Min().TotalSeconds:F2} to {attackers.Held.Max().TotalSeconds:F2} s, sockets closed after {closed.TotalSeconds:F2} s; "
            + $"{(held - before) / Attackers} bytes each, {(most - before) / Attackers} with what letting go takes; p99 of the polite {LateOf(quiet).TotalMilliseconds:F1} ms, then {LateOf(meanwhile).TotalMilliseconds:F1} ms, "
            + $"of {meanwhile.Length} answers, at most {meanwhile.Max().TotalMilliseconds:F1} ms");
        Assert.All(attackers.Held, time => Assert.InRange(time, TimeSpan.Zero, latest));
        Assert.InRange(closed, TimeSpan.Zero, latest);
        Assert.True(held - before < MaxMemoryOfEach * Attackers, $"{held - before} bytes more were in use while all held on");
        Assert.True(most - before < MaxMemoryOfEachLetGo * Attackers, $"{most - before} bytes more were in use when all were let go at once");
        return LateOf(meanwhile) < TimeSpan.FromTicks(Math.Max(5 * LateOf(quiet).Ticks, Unnoticed.Ticks));

        void NoteMemory()
        {
            most = Math.Max(most, ProcessFigures.MemoryOf(server.ProcessId));
            if (attackers.Left == Attackers)
                held = most;
        }
    }

    /// <summary>Asks, fifty times a second, until it is enough.</summary>
    /// <returns>The time each answer took, in order of time taken.</returns>
    private static async Task<TimeSpan[]> AskUntilAsync(CommandClient client, Func<int, bool> isEnough, Action afterEach, CancellationToken deadline)
    {
        var times = new List<TimeSpan>();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isEnough(times.Count))
        {
            long start = Stopwatch.GetTimestamp();
            await AskAsync(client, deadline);
            times.Add(Stopwatch.GetElapsedTime(start));
            afterEach();
            await tick.WaitForNextTickAsync(deadline);
        }

        return [.. times.Order()];
    }

    private static async Task AskAsync(CommandClient client, CancellationToken deadline) =>
        Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "politely", deadline));

    /// <summary>The time that one answer of a hundred exceeds.</summary>
    private static TimeSpan LateOf(TimeSpan[] times) => times[times.Length * 99 / 100];

    private static void AssertToldOnce(List<string> lines, int all)
    {
        string[] reasons = [.. lines.Where(line => line.EndsWith(": closing the connection", StringComparison.Ordinal))];
        Assert.Equal(all, reasons.Length);
        Assert.Equal(all / 2, reasons.Count(reason => reason.Contains("waiting for the first command", StringComparison.Ordinal)));
        Assert.Equal(all / 4, reasons.Count(reason => reason.Contains(": STRING: reading a line", StringComparison.Ordinal)));
        Assert.Equal(all / 4, reasons.Count(reason => reason.Contains(": GOB: reading a gob", StringComparison.Ordinal)));
    }
}
