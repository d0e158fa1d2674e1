using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen told to stop with two hundred connections, half of them idle, half in the middle of a command.</summary>
public sealed class ProgramDrainTests(ITestOutputHelper output) : IDisposable
{
    private const int Each = 100;
    private const string Thanks = "Thank you.\n";
    private const string NotBegun = "not begun";

    /// <summary>A second, on a machine with nothing else to do. What waits for a timeout takes minutes.</summary>
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(10);

    private static readonly byte[] Gob = GobSerializer.Serialize(new ComplexData { N = 23, S = "whole" });

    private readonly List<Socket> _idle = [];
    private readonly List<Socket> _busy = [];

    [Fact]
    public async Task A_program_told_to_stop_cuts_no_reply_resets_no_idle_peer_and_ends_with_its_slowest_command()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells a process's sockets in /proc");
        CancellationToken deadline = Until.Deadline;
        await using ProgramServer server = await ProgramServer.ConfiguredAsync(Options, deadline);
        var endPoint = IPEndPoint.Parse(server.Address);
        int ownSockets = ProcessFigures.SocketsOf(server.ProcessId) - 1;
        for (int i = 0; i < Each; i++)
        {
            _idle.Add(await ConnectAsync(endPoint, deadline));
            if (i % 2 == 0)
                await BeginAsync(_idle[i], "STRING\nidle from now on\n"u8.ToArray(), deadline);
            _busy.Add(await ConnectAsync(endPoint, deadline));
            // The reply to the first command comes when the second one's handler waits for more.
            await BeginAsync(_busy[i], [.. "STRING\nfirst\n"u8, .. IsGob(i) ? "GOB\n"u8 : "STRING\n"u8, .. PayloadOf(i)[..3]], deadline);
        }

        await server.TerminateAsync(deadline);

        foreach (Socket idle in _idle)
            Assert.Equal("", await ReadToEndAsync(idle, deadline));
        await Until.TrueAsync(() => ProcessFigures.SocketsOf(server.ProcessId) == ownSockets + Each, "only the sockets of those in a command were left");
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(endPoint, deadline));
        for (int i = 0; i < Each; i++)
            await _busy[i].SendAsync((byte[])[.. PayloadOf(i)[3..], .. Encoding.UTF8.GetBytes($"STRING\n{NotBegun}\n")], deadline);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Each; i++)
        {
            Assert.Equal(IsGob(i) ? "" : Thanks, await ReadToEndAsync(_busy[i], deadline));
            _busy[i].Dispose();
        }

        List<string> lines = await server.WaitForEndAsync(deadline);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        output.WriteLine($"ended {elapsed.TotalMilliseconds:F0} ms after the rest of the last command was sent");
        Assert.InRange(elapsed, TimeSpan.Zero, MaxStop);
        AssertHandled(lines);
        // The idle ones have been polite all along, and were not reset at the end either.
        foreach (Socket idle in _idle)
            Assert.Equal("", await ReadToEndAsync(idle, deadline));
        _idle.ForEach(s => s.Dispose());
        await Until.TrueAsync(() => ProcessFigures.SocketsAt(endPoint.Port) == 0, "no socket was left");
    }

    public void Dispose()
    {
        _idle.ForEach(s => s.Dispose());
        _busy.ForEach(s => s.Dispose());
    }

    /// <summary>What would be waited for if a stop did not end it takes longer than a test may.</summary>
    private static readonly object Options = new
    {
        MaxConnectionsPerAddress = 1000,
        DrainTimeout = "00:10:00",
        FirstCommandTimeout = "00:10:00",
        IdleTimeout = "00:10:00",
        PayloadTimeout = "00:10:00",
        MinDataRate = new { BytesPerSecond = 0 },
    };

    private static bool IsGob(int number) => number % 2 == 1;

    private static byte[] PayloadOf(int number) => IsGob(number) ? Gob : Encoding.UTF8.GetBytes($"whole {number}\n");

    private static void AssertHandled(List<string> lines)
    {
        for (int i = 0; i < Each; i += 2)
            Assert.Single(lines, line => line.EndsWith($": STRING: whole {i}", StringComparison.Ordinal));
        Assert.Equal(Each / 2, lines.Count(line => line.Contains(": GOB: ", StringComparison.Ordinal) && line.Contains("whole", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains(NotBegun, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("lost", StringComparison.Ordinal) || line.Contains("aborting", StringComparison.Ordinal));
        Assert.EndsWith("Stopped", lines[^1], StringComparison.Ordinal);
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken deadline)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endPoint, deadline);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends what gets one reply, at the least, and reads it.</summary>
    private static async Task BeginAsync(Socket socket, byte[] commands, CancellationToken deadline)
    {
        await socket.SendAsync(commands, deadline);
        byte[] reply = new byte[Thanks.Length];
        await using var stream = new NetworkStream(socket);
        await stream.ReadExactlyAsync(reply, deadline);
        Assert.Equal(Thanks, Encoding.UTF8.GetString(reply));
    }

    /// <summary>Reads to a clean end: a reset is an exception.</summary>
    private static async Task<string> ReadToEndAsync(Socket socket, CancellationToken deadline)
    {
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(deadline);
    }
}
