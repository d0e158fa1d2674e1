using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

/// <summary>A process whose descriptors run out: accepting waits without burning a core, says so once, and recovers.</summary>
public sealed class DescriptorTests
{
    private const int Descriptors = 256;
    private const int Dials = 400;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Accepting_waits_out_a_want_of_descriptors_without_burning_a_core()
    {
        using Process process = Start();
        int port = int.Parse((await process.StandardOutput.ReadLineAsync(Until.Deadline))!, CultureInfo.InvariantCulture);
        var lines = new List<string>();
        List<Socket> dialed = await DialAsync(port);
        await ReadUntilAsync(process, lines, "AcceptFails");

        (TimeSpan processorTime, TimeSpan elapsed) = await MeasureAsync(process);
        // One that tries without a pause takes all of a core, or what it gets of it.
        Assert.True(processorTime < elapsed * 0.05, $"{processorTime.TotalMilliseconds} ms of processor time in {elapsed.TotalMilliseconds} ms");

        dialed.ForEach(d => d.Dispose());
        Assert.Equal("served", await AskAsync(port));

        Task recovered = ReadUntilAsync(process, lines, "AcceptRecovers");
        while (!recovered.IsCompleted)
            Assert.Equal("served", await AskAsync(port));
        await recovered;
        process.StandardInput.Close();
        lines.AddRange((await process.StandardOutput.ReadToEndAsync(Until.Deadline)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await process.WaitForExitAsync(Until.Deadline);
        Assert.Equal(0, process.ExitCode);
        string line = Assert.Single(lines, l => l.StartsWith("AcceptFails", StringComparison.Ordinal));
        Assert.Contains("too many open files", line, StringComparison.Ordinal);
        // It never waits long for descriptors that may be back, nor tries without a pause.
        List<double> waits = [.. from l in lines where l.StartsWith(AcceptingProcess.Waits, StringComparison.Ordinal)
            select double.Parse(l.AsSpan(AcceptingProcess.Waits.Length), CultureInfo.InvariantCulture)];
        Assert.Contains(1_000, waits);
        Assert.All(waits, milliseconds => Assert.InRange(milliseconds, 5, 1_000));
    }

    private static Process Start()
    {
        // The limit is made a hard one: the runtime raises a soft one.
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList =
            {
                "-c",
                $"ulimit -n {Descriptors} && exec \"$0\" \"$@\"",
                Environment.ProcessPath!,
                AcceptingProcess.Argument,
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // No compiling in the background while its processor time is taken.
            Environment = { ["DOTNET_TieredCompilation"] = "0" },
        };
        return Process.Start(start)!;
    }

    private static async Task<List<Socket>> DialAsync(int port)
    {
        var dialed = new List<Socket>();
        for (int i = 0; i < Dials; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Until.Deadline);
            dialed.Add(socket);
        }

        return dialed;
    }

    private static async Task ReadUntilAsync(Process process, List<string> lines, string start)
    {
        do
            lines.Add(await process.StandardOutput.ReadLineAsync(Until.Deadline) ?? throw new InvalidOperationException("The process ended."));
        while (!lines[^1].StartsWith(start, StringComparison.Ordinal));
    }

    /// <summary>The processor time the process takes over a while of its outage.</summary>
    private static async Task<(TimeSpan ProcessorTime, TimeSpan Elapsed)> MeasureAsync(Process process)
    {
        TimeSpan before = ProcessorTimeOf(process);
        long start = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Stopwatch.GetElapsedTime(start) < Outage)
            await tick.WaitForNextTickAsync(Until.Deadline);
        return (ProcessorTimeOf(process) - before, Stopwatch.GetElapsedTime(start));
    }

    private static TimeSpan ProcessorTimeOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static async Task<string> AskAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Until.Deadline);
        await socket.SendAsync("ask\n"u8.ToArray(), Until.Deadline);
        var reply = new byte[100];
        return System.Text.Encoding.UTF8.GetString(reply, 0, await socket.ReceiveAsync(reply, Until.Deadline));
    }
}
