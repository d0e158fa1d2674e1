using System.Diagnostics;
using System.Globalization;

namespace Gobwire.Load.Rpc;

/// <summary>A client under test, in a process of its own, with one connection to a server.</summary>
internal sealed class RpcCaller : IDisposable
{
    private readonly Process _process;

    private RpcCaller(string name, Process process)
    {
        Name = name;
        _process = process;
    }

    /// <summary>The pair, as the table names it.</summary>
    public string Name { get; }

    public static RpcCaller Start(string client, ProcessStartInfo start, ServerProcess server)
    {
        start.ArgumentList.Add(server.EndPoint.Port.ToString(CultureInfo.InvariantCulture));
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        return new($"{client} → {server.Name}", Process.Start(start)!);
    }

    /// <summary>Calls for a while: calls a second, p50 and p99 in microseconds.</summary>
    public async Task<double[]> CallAsync(int callers, double seconds)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{callers} {seconds}"));
        string? printed = await _process.StandardOutput.ReadLineAsync();
        return Array.ConvertAll(printed!.Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
