using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Gobwire.Load.Soak;

/// <summary>Mixed load and faults against an endpoint for a while: every polite client must be answered, every rude one let go, and nothing may grow.</summary>
internal static class SoakRun
{
    private const int Samples = 120;
    private const int ShownEvery = 20;
    private const int MaxFailuresShown = 20;

    /// <summary>No exchange takes longer, unless it is forgotten.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(90);

    private static readonly ConcurrentQueue<string> Failures = new();

    /// <returns>The exit code: 1 if anything failed or grew.</returns>
    public static async Task<int> RunAsync(TimeSpan duration)
    {
        using var certificate = new SoakCertificate();
        using var server = new SoakProcess(certificate);
        SoakExchange[] polite = [.. new PoliteExchanges(server, certificate).All()];
        SoakExchange[] rude = [.. new RudeExchanges(server).All()];
        using var stop = new CancellationTokenSource(duration);
        Task<long>[] running = [.. polite.Concat(rude).Select(exchange => RepeatAsync(exchange, stop.Token))];
        List<SoakSample> samples = await SampleAsync(server, duration);
        long[] counts = await Task.WhenAll(running);

        Console.WriteLine($"{Run.Shape()}; {duration.TotalSeconds} s of mixed load and faults, {samples.Count} samples.");
        Console.WriteLine();
        Console.WriteLine("| clients | at a time | commands or faults |");
        Console.WriteLine("| --- | ---: | ---: |");
        foreach ((SoakExchange exchange, long count) in polite.Concat(rude).Zip(counts))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {exchange.Name} | {exchange.Workers} | {count:N0} |"));
        List<string> grown = new SoakReport(samples).Print();
        await CheckEndAsync(server);
        return Judge(grown);
    }

    private static async Task<long> RepeatAsync(SoakExchange exchange, CancellationToken stop) =>
        (await Task.WhenAll(Enumerable.Range(0, exchange.Workers).Select(_ => Task.Run(() => RepeatOneAsync(exchange, stop), CancellationToken.None)))).Sum();

    private static async Task<long> RepeatOneAsync(SoakExchange exchange, CancellationToken stop)
    {
        long count = 0;
        while (!stop.IsCancellationRequested)
        {
            // What is begun is ended, also after the stop.
            using var forgotten = new CancellationTokenSource(Forgotten);
            try
            {
                count += await exchange.RunAsync(forgotten.Token);
            }
            catch (OperationCanceledException)
            {
                Failures.Enqueue($"{exchange.Name}: not ended after {Forgotten.TotalSeconds} s");
            }
            catch (Exception error)
            {
                Failures.Enqueue($"{exchange.Name}: {error.Message}");
            }

            await Task.Delay(exchange.Pause, CancellationToken.None);
        }

        return count;
    }

    private static async Task<List<SoakSample>> SampleAsync(SoakProcess server, TimeSpan duration)
    {
        var samples = new List<SoakSample>();
        long start = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(duration / Samples);
        while (await tick.WaitForNextTickAsync() && Stopwatch.GetElapsedTime(start) < duration)
        {
            samples.Add(await server.SampleAsync(Stopwatch.GetElapsedTime(start)));
            if (samples.Count % ShownEvery == 0)
                await Console.Error.WriteLineAsync(samples[^1].ToString());
        }

        return samples;
    }

    /// <summary>When all clients have gone, so have their connections; and the server stops in good order.</summary>
    private static async Task CheckEndAsync(SoakProcess server)
    {
        long start = Stopwatch.GetTimestamp();
        SoakSample last = await server.SampleAsync(TimeSpan.Zero);
        while (last.Connections > 0 && Stopwatch.GetElapsedTime(start) < Forgotten)
        {
            await Task.Delay(100);
            last = await server.SampleAsync(TimeSpan.Zero);
        }

        if (last.Connections > 0)
            Failures.Enqueue($"{last.Connections} connections are held though all clients have gone");
        if (last.Bugs > 0)
            Failures.Enqueue($"{last.Bugs} times serving failed, or a handler was told half a value as whole");
        if (await server.StopAsync() is not 0 and var code)
            Failures.Enqueue($"the server's process ended with {code}");
    }

    private static int Judge(List<string> grown)
    {
        Console.WriteLine();
        foreach (string failure in grown.Concat(Failures).Take(MaxFailuresShown))
            Console.WriteLine($"FAILED: {failure}");
        if (grown.Count + Failures.Count > MaxFailuresShown)
            Console.WriteLine($"and {grown.Count + Failures.Count - MaxFailuresShown} more");
        if (grown.Count + Failures.Count > 0)
            return 1;
        Console.WriteLine("every polite client was answered, every rude one let go, and nothing has grown");
        return 0;
    }
}
