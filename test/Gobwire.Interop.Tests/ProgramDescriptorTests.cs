using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gobwire.Commands;
using Gobwire.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen whose descriptors run out: it waits without burning a core, says so once, and recovers.</summary>
public sealed class ProgramDescriptorTests(ITestOutputHelper output)
{
    private const int Descriptors = 256;
    private const int Dials = 400;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);

    /// <summary>Two seconds, on a machine with nothing else to do.</summary>
    private static readonly TimeSpan MaxRecovery = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_program_out_of_descriptors_burns_no_core_says_so_once_and_recovers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells a process's time in /proc");
        CancellationToken deadline = Until.Deadline;
        await using ProgramServer server = await ProgramServer.ConfiguredAsync(
            new { MaxConnections = 1000, MaxConnectionsPerAddress = 1000, FirstCommandTimeout = "00:10:00" },
            deadline,
            arguments => GobwireProgram.StartWithDescriptors(Descriptors, arguments));
        var dialed = new List<Socket>();
        try
        {
            for (int i = 0; i < Dials; i++)
            {
                dialed.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                await dialed[i].ConnectAsync(IPEndPoint.Parse(server.Address), deadline);
            }

            Assert.Contains("too many open files", await server.WaitForLineAsync("Accepting on ", deadline), StringComparison.Ordinal);
            double share = await ShareOfACoreAsync(server.ProcessId, deadline);
            output.WriteLine($"{share:P1} of a core while out of descriptors");
            // One that tries without a pause takes all of a core, or what it gets of it.
            Assert.True(share < 0.05, $"{share:P1} of a core");
        }
        finally
        {
            dialed.ForEach(d => d.Dispose());
        }

        long start = Stopwatch.GetTimestamp();
        await AskAsync(server.Address, deadline);
        TimeSpan recovery = Stopwatch.GetElapsedTime(start);
        output.WriteLine($"answers {recovery.TotalMilliseconds:F0} ms after they returned");
        Assert.InRange(recovery, TimeSpan.Zero, MaxRecovery);
        Task<string> recovered = server.WaitForLineAsync("Accepting on ", deadline);
        while (!recovered.IsCompleted)
            await AskAsync(server.Address, deadline);
        Assert.EndsWith("works again", await recovered, StringComparison.Ordinal);
        Assert.DoesNotContain(await server.StopAsync(deadline), line => line.Contains("Accepting on ", StringComparison.Ordinal));
    }

    /// <summary>The processor time that a process takes, of the time that passes.</summary>
    private static async Task<double> ShareOfACoreAsync(int processId, CancellationToken deadline)
    {
        using var process = Process.GetProcessById(processId);
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Stopwatch.GetElapsedTime(start) < Outage)
            await tick.WaitForNextTickAsync(deadline);
        process.Refresh();
        return (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(start);
    }

    private static async Task AskAsync(string address, CancellationToken deadline)
    {
        await using CommandClient client = await CommandClient.ConnectAsync(address, null, deadline);
        Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "hello", deadline));
    }
}
