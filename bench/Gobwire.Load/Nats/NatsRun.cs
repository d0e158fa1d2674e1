using System.Diagnostics;
using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Gobwire.Load.Nats;

/// <summary>Loads an endpoint directly, and edges with 1, 2 and 4 workers behind NATS, in turn, and prints a table.</summary>
internal static class NatsRun
{
    private static readonly int[] Workers = [1, 2, 4];

    public static async Task AllAsync(int rounds, TimeSpan duration)
    {
        using var server = new NatsServerProcess();
        List<ServerProcess> processes = [];
        try
        {
            string self = Environment.ProcessPath!;
            List<(ServerProcess Server, string? Stream)> ways = [(Add(ServerProcess.Start("direct", self, "serve-endpoint")), null)];
            foreach (int workers in Workers)
            {
                string prefix = $"with{workers}";
                for (int i = 0; i < workers; i++)
                    Add(ServerProcess.Start("worker", self, "serve-worker", server.Url, prefix));
                string name = workers == 1 ? "NATS, 1 worker" : $"NATS, {workers} workers";
                ways.Add((Add(ServerProcess.Start(name, self, "serve-edge", server.Url, prefix)), prefix));
            }

            await using var nats = new NatsConnection(new NatsOpts { Url = server.Url });
            PrintHeading(rounds, duration);
            foreach (Scenario scenario in Scenario.OverNats)
                await OneAsync(scenario, ways, new NatsJSContext(nats), rounds, duration);
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }

        ServerProcess Add(ServerProcess process)
        {
            processes.Add(process);
            return process;
        }
    }

    private static void PrintHeading(int rounds, TimeSpan duration)
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Run.Shape()}, and so are edges, workers and nats-server; medians of {rounds} rounds of {duration.TotalSeconds:F1} s, in turn. Times in µs. Durable commands count when they are handled."));
        Console.WriteLine();
        Console.WriteLine("| commands | way | commands/s | × direct | p50 | p99 | p99.9 | CPU of endpoint or edge, µs a command | resident |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    }

    private static async Task OneAsync(
        Scenario scenario, List<(ServerProcess Server, string? Stream)> ways, NatsJSContext jetStream, int rounds, TimeSpan duration)
    {
        Figures[] figures = [.. ways.Select(_ => new Figures())];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < ways.Count; i++)
            {
                string? stream = scenario.Kind == CommandKind.Keep ? ways[i].Stream : null;
                await RoundAsync(scenario, ways[i].Server, figures[i], jetStream, stream, duration, Run.WarmUpBefore(round, duration));
            }
        }

        for (int i = 0; i < ways.Count; i++)
            Console.WriteLine($"| {scenario.Name} | {ways[i].Server.Name} | {figures[i].Row(figures[0])} |");
    }

    private static async Task RoundAsync(
        Scenario scenario, ServerProcess server, Figures figures, NatsJSContext jetStream, string? stream, TimeSpan duration, TimeSpan warmUp)
    {
        var loader = new Loader(scenario, server.EndPoint);
        await loader.RunAsync(warmUp);
        await DrainAsync(jetStream, stream);
        TimeSpan before = server.ProcessorTime;
        long start = Stopwatch.GetTimestamp();
        await loader.RunAsync(duration);
        await DrainAsync(jetStream, stream);
        double rate = loader.Latencies.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        figures.Add(rate, loader.Latencies, server.ProcessorTime - before, scenario.InFlight, server.ResidentBytes);
    }

    /// <summary>Waits until all that a stream has kept is handled.</summary>
    private static async Task DrainAsync(NatsJSContext jetStream, string? stream)
    {
        while (stream is not null && (await jetStream.GetStreamAsync(stream)).Info.State.Messages > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5));
    }
}
