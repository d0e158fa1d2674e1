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

    public static async Task<ProgramServer> StartAsync(CancellationToken deadline)
    {
        ChildProcess process = GobwireProgram.Start("listen", "--port", "0", "--bind", "127.0.0.1", "--log-level", "debug");
        try
        {
            string line = await process.ReadLineAsync(deadline);
            int start = line.IndexOf(Listening, StringComparison.Ordinal);
            Assert.True(start >= 0, $"\"{line}\" does not tell the address.");
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
        string id = _process.ProcessId.ToString(CultureInfo.InvariantCulture);
        await using (var kill = new ChildProcess(new ProcessStartInfo("kill", ["-TERM", id])))
            await kill.ExpectExitAsync(0, deadline);
        List<string> lines = await _process.ReadToEndAsync(deadline);
        await _process.ExpectExitAsync(0, deadline);
        return lines;
    }

    public override ValueTask DisposeAsync() => _process.DisposeAsync();
}
