using System.Net;

namespace Gobwire.Interop.Tests;

/// <summary>The line by which a program of ours tells where it listens.</summary>
internal static class ListeningLine
{
    private const string Listening = "Listening on ";

    /// <summary>The address that a line tells, if it is such a line. What tests start listens on loopback, and nowhere else.</summary>
    public static bool TryRead(string line, out string address)
    {
        int start = line.IndexOf(Listening, StringComparison.Ordinal);
        address = start < 0 ? "" : line[(start + Listening.Length)..];
        if (start >= 0 && IPEndPoint.TryParse(address, out IPEndPoint? endPoint))
            Assert.True(IPAddress.IsLoopback(endPoint.Address), $"{address} is not on loopback");
        return start >= 0;
    }
}
