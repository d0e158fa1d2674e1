using System.Globalization;
using System.Runtime.InteropServices;

namespace Gobwire.Load;

/// <summary>Runs scenarios against the servers in turn, and prints a table.</summary>
internal static class Run
{
    /// <summary>What makes .NET's sockets run what follows an exchange on the thread that saw it end: it costs the loader least.</summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Before the first round: .NET compiles what runs often once more, on the cores that are measured.</summary>
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    public static async Task AllAsync(string goServer, Scenario[] scenarios, int rounds, TimeSpan duration)
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Shape()}; medians of {rounds} rounds of {duration.TotalSeconds:F1} s, the servers in turn. Times are of a batch, in µs."));
        Console.WriteLine();
        Console.WriteLine("| scenario | server | commands/s | × Go | p50 | p99 | p99.9 | server CPU, µs a command | resident |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (Scenario scenario in scenarios)
            await OneAsync(goServer, scenario, rounds, duration);
    }

    /// <summary>What it runs on.</summary>
    public static string Shape() =>
        $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}), .NET {Environment.Version}; client and server on the same cores";

    /// <summary>How long to load a server before it is measured; in a short run, as one that only looks whether all works, not much longer than that.</summary>
    public static TimeSpan WarmUpBefore(int round, TimeSpan duration)
    {
        TimeSpan wanted = round == 0 ? FirstWarmUp : WarmUp;
        return duration * 5 < wanted ? duration * 5 : wanted;
    }

    private static async Task OneAsync(string goServer, Scenario scenario, int rounds, TimeSpan duration)
    {
        string self = Environment.ProcessPath!;
        List<ServerProcess> servers = [ServerProcess.Start("Go", goServer), ServerProcess.Start("Gobwire", self, "serve-endpoint")];
        if (scenario.Kind == CommandKind.String)
            servers.Add(ServerProcess.Start("bare .NET", self, "serve-bare"));
        try
        {
            Figures[] figures = [.. servers.Select(_ => new Figures())];
            for (int round = 0; round < rounds; round++)
            {
                for (int i = 0; i < servers.Count; i++)
                    await RoundAsync(scenario, servers[i], figures[i], duration, WarmUpBefore(round, duration));
            }

            for (int i = 0; i < servers.Count; i++)
                Console.WriteLine($"| {scenario.Name} | {servers[i].Name} | {figures[i].Row(figures[0])} |");
        }
        finally
        {
            servers.ForEach(s => s.Dispose());
        }
    }

    private static async Task RoundAsync(Scenario scenario, ServerProcess server, Figures figures, TimeSpan duration, TimeSpan warmUp)
    {
        var loader = new Loader(scenario, server.EndPoint);
        await loader.ConnectIdleAsync();
        await loader.RunAsync(warmUp);
        TimeSpan before = server.ProcessorTime;
        double rate = await loader.RunAsync(duration);
        figures.Add(rate, loader.Latencies, server.ProcessorTime - before, scenario.InFlight, server.ResidentBytes);
        loader.Disconnect();
    }
}
