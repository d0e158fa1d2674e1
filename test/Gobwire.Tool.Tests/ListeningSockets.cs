using Gobwire.Testing;

namespace Gobwire.Tool.Tests;

/// <summary>The Unix domain sockets that are listened on.</summary>
internal static class ListeningSockets
{
    /// <summary>Waits for one. Its file alone says nothing: it is there a moment earlier.</summary>
    public static Task WaitForAsync(string path) => Until.TrueAsync(() => IsListening(path), "it listens");

    /// <summary>The fourth column of each line is the flags, of which the kernel shows only that a socket listens; the last is its path.</summary>
    private static bool IsListening(string path) => File.ReadLines("/proc/net/unix").Any(
        line => line.EndsWith($" {path}", StringComparison.Ordinal) && line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3] == "00010000");
}
