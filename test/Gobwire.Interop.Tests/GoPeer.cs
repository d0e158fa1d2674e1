using System.Globalization;
using System.Text.Json;

namespace Gobwire.Interop.Tests;

/// <summary>gopeer, the Go end of the command protocol.</summary>
public static class GoPeer
{
    private const string Program = "gopeer";

    /// <summary>Runs a client against a server of ours, and wants it to be content.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunClientAsync(
        GoToolchain go, string address, string mode, CancellationToken deadline, params string[] arguments)
    {
        await using ChildProcess client = await go.StartAsync(Program, ["client", "-addr", address, "-mode", mode, .. arguments]);
        List<string> lines = await client.ReadToEndAsync(deadline);
        await client.ExpectExitAsync(0, deadline);
        return string.Join('\n', lines);
    }

    /// <summary>Starts a server, which ends when this many connections have.</summary>
    public static async Task<GoServer> StartServerAsync(GoToolchain go, int connections, CancellationToken deadline, params string[] arguments)
    {
        ChildProcess process = await go.StartAsync(Program, ["server", "-once", connections.ToString(CultureInfo.InvariantCulture), .. arguments]);
        try
        {
            string line = await process.ReadLineAsync(deadline);
            Assert.StartsWith("listening ", line, StringComparison.Ordinal);
            return new GoServer(process, $"127.0.0.1:{line["listening ".Length..]}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A Go server that runs.</summary>
    /// <param name="Process">Its process.</param>
    /// <param name="Address">Where it listens.</param>
    public sealed record GoServer(ChildProcess Process, string Address) : IAsyncDisposable
    {
        /// <summary>Waits until it has served all its connections.</summary>
        /// <returns>What happened on them.</returns>
        public async Task<List<PeerEvent>> WaitAsync(CancellationToken deadline)
        {
            List<string> lines = await Process.ReadToEndAsync(deadline);
            await Process.ExpectExitAsync(0, deadline);
            return lines.ConvertAll(line => JsonSerializer.Deserialize<PeerEvent>(line, JsonSerializerOptions.Web)!);
        }

        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }

    /// <summary>Something that happened on a connection of a Go server, and the name in its client's certificate, if it has one.</summary>
    public sealed record PeerEvent(
        string Peer, string? Name, string? Command, string? Text, JsonElement? Value, string? Unknown, string? Error, bool Closed);
}
