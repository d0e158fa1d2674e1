namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen, as a process.</summary>
public sealed class ProgramServer : TestedServer
{
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

    /// <summary>Starts it with an endpoint that has options of a test's own.</summary>
    /// <param name="options">The options, as <see cref="ProgramConfiguration"/> takes them.</param>
    /// <param name="deadline">When the test has taken too long.</param>
    /// <param name="start">How the program is started; null for as it is.</param>
    public static async Task<ProgramServer> ConfiguredAsync(object options, CancellationToken deadline, Func<string[], ChildProcess>? start = null)
    {
        // Read before it listens, and not again.
        using var configuration = new ProgramConfiguration(options);
        return await ListeningAsync((start ?? GobwireProgram.Start)(configuration.Arguments), deadline);
    }

    /// <summary>Waits for the first address that a process tells, which is ended if none comes.</summary>
    public static async Task<ProgramServer> ListeningAsync(ChildProcess process, CancellationToken deadline)
    {
        try
        {
            string address;
            while (!ListeningLine.TryRead(await process.ReadLineAsync(deadline), out address))
            {
                // What comes before is of no interest.
            }

            return new ProgramServer(process, address);
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
    public Task TerminateAsync(CancellationToken deadline) => GobwireProgram.TerminateAsync(ProcessId, deadline);

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
