namespace Gobwire.Interop.Tests;

/// <summary>A server of ours with the commands STRING and GOB, which logs what comes.</summary>
public abstract class TestedServer : IAsyncDisposable
{
    /// <summary>Where it listens.</summary>
    public abstract string Address { get; }

    /// <summary>Starts one: the library in this process, or the gobwire program as a process of its own.</summary>
    public static async Task<TestedServer> StartAsync(ServerKind kind, CancellationToken deadline) =>
        kind == ServerKind.Program ? await ProgramServer.StartAsync(deadline) : new LibraryServer();

    /// <summary>Stops it as an operator would.</summary>
    /// <returns>All it has logged.</returns>
    public abstract Task<List<string>> StopAsync(CancellationToken deadline);

    public abstract ValueTask DisposeAsync();
}
