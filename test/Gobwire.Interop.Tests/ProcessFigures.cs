using System.Globalization;

namespace Gobwire.Interop.Tests;

/// <summary>What Linux tells of another process, in /proc.</summary>
internal static class ProcessFigures
{
    private const string TimeWait = "06";

    /// <summary>How many sockets a process has; one that is being closed may be gone when it is looked at.</summary>
    public static int SocketsOf(int process) =>
        Directory.GetFileSystemEntries($"/proc/{process}/fd").Count(path => new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    /// <summary>The memory of its own that a process has in use, in bytes.</summary>
    public static long MemoryOf(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    /// <summary>How many sockets of IPv4 are left at a port, of whatever process or none; not those that have ended and wait for stray packets.</summary>
    public static int SocketsAt(int port)
    {
        string local = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(words => words[1].EndsWith(local, StringComparison.Ordinal) && words[3] != TimeWait);
    }
}
