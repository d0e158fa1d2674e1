using System.Diagnostics;
using System.Globalization;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen, as a process.</summary>
public sealed class ProgramServer : TestedServer
{
    private const string Listening = "Listening on ";

    private readonly ChildProcess _process;

    private ProgramServer(ChildProcess process, string address)
    {
        _process = process;
        Address = address;
    }

    public override string Address { get; }

    public int ProcessId => _process.ProcessId;

    public static Task<ProgramServer> StartAsync(CancellationToken deadline) =>
        StartAsync(["--port", "0", "--bind", "127.0.0.1", "--log-level", "debug"], deadline);

    /// <summary>Starts it with options of a test's own, and waits for the first address it tells.</summary>
    public static Task<ProgramServer> StartAsync(string[] options, CancellationToken deadline) =>
        ListeningAsync(GobwireProgram.Start(["listen", .. options]), deadline);

    /// <summary>Waits for the first address that a process tells, which is ended if none comes.</summary>
    public static async Task<ProgramServer> ListeningAsync(ChildProcess process, CancellationToken deadline)
    {
        try
        {
            string line;
            int start;
            do
            {
                line = await process.ReadLineAsync(deadline);
                start = line.IndexOf(Listening, StringComparison.Ordinal);
            }
            while (start < 0);
            return new ProgramServer(process, line[(start + Listening.Length)..]);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public override async Task<List<string>> StopAsync(CancellationToken deadline)
    {
        await TerminateAsync(deadline);
        return await WaitForEndAsync(deadline);
    }

    /// <summary>Sends it SIGTERM.</summary>
    public async Task TerminateAsync(CancellationToken deadline)
    {
        string id = _process.ProcessId.ToString(CultureInfo.InvariantCulture);
        await using var kill = new ChildProcess(new ProcessStartInfo("kill", ["-TERM", id]));
        await kill.ExpectExitAsync(0, deadline);
    }

    /// <summary>Waits for its end, which is to be an orderly one.</summary>
    /// <returns>What it has logged and nobody has waited for.</returns>
    public async Task<List<string>> WaitForEndAsync(CancellationToken deadline)
    {
        List<string> lines = await _process.ReadToEndAsync(deadline);
        await _process.ExpectExitAsync(0, deadline);
        return lines;
    }

    /// <summary>Waits for a line of its log.</summary>
    public async Task<string> WaitForLineAsync(string part, CancellationToken deadline)
    {
        string line;
        do
            line = await _process.ReadLineAsync(deadline);
        while (!line.Contains(part, StringComparison.Ordinal));
        return line;
    }

    /// <summary>Kills it where it stands.</summary>
    public override ValueTask DisposeAsync() => _process.DisposeAsync();
}
