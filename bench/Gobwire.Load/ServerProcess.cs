using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Gobwire.Load;

/// <summary>A server under test, in a process of its own, which prints its port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        EndPoint = new IPEndPoint(IPAddress.Loopback, int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
    }

    public string Name { get; }

    public IPEndPoint EndPoint { get; }

    /// <summary>How much processor time it has used, in user and in kernel mode.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static ServerProcess Start(string name, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        // The loader's own setting: servers run as they are.
        start.Environment.Remove(Run.InlineCompletions);
        return new(name, Process.Start(start)!);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
