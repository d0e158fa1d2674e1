using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Gobwire.Benchmarks.Light;

/// <summary>Runs Go's benchmarks and ours in turn, round by round, and prints one table.</summary>
internal static class Comparison
{
    private const int SamplesOfARound = 5;

    public static int Run(string goModule, string filter, int rounds, TextWriter output)
    {
        try
        {
            GoBenchmarks go = GoBenchmarks.Build(goModule);
            var theirs = new Figures();
            var ours = new Figures();
            for (int i = 0; i < rounds; i++)
            {
                Console.Error.WriteLine($"round {i + 1} of {rounds}");
                go.Run(theirs, filter, SamplesOfARound);
                RunOurs(ours, filter);
            }

            go.Delete();
            Print(theirs, ours, GoBenchmarks.Version(goModule), rounds, output);
            return 0;
        }
        catch (InvalidOperationException error)
        {
            Console.Error.WriteLine($"compare: {error.Message}");
            return 2;
        }
    }

    /// <summary>In a process of their own, as Go's are: what one round compiled does not help the next.</summary>
    private static void RunOurs(Figures figures, string filter)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["light", filter, $"{SamplesOfARound}"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        figures.Read(process.StandardOutput);
        process.WaitForExit();
    }

    private static void Print(Figures go, Figures ours, string goVersion, int rounds, TextWriter output)
    {
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}), {goVersion}, .NET {Environment.Version}; ") +
            $"medians of {rounds} rounds in turn, {SamplesOfARound} samples of 5 ms each, one thread.");
        output.WriteLine();
        output.WriteLine("| benchmark | Go | Gobwire | Go ÷ Gobwire | allocated by Go | allocated by Gobwire |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (string name in ours.Names.Where(n => go.Has(n)))
        {
            double ratio = go.Median(name) / ours.Median(name);
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| {name} | {Time(go.Median(name))} | {Time(ours.Median(name))} | {ratio:F1} | {go.Allocations(name)} | {ours.Allocations(name)} |"));
        }

        output.WriteLine();
        output.WriteLine("| without a counterpart in Go | time | allocated |");
        output.WriteLine("| --- | ---: | ---: |");
        foreach (string name in ours.Names.Where(n => !go.Has(n) && !n.Contains('/', StringComparison.Ordinal)))
            output.WriteLine($"| {name} | {Time(ours.Median(name))} | {ours.Allocations(name)} |");
        PrintGrowth(ours, output);
    }

    /// <summary>Nanoseconds a byte at each size: level where time grows as the bytes do.</summary>
    private static void PrintGrowth(Figures ours, TextWriter output)
    {
        var sized = ours.Names.Where(n => n.Contains('/', StringComparison.Ordinal)).GroupBy(n => n[..n.IndexOf('/', StringComparison.Ordinal)]).ToList();
        if (sized.Count == 0)
            return;
        string[] sizes = [.. sized[0].Select(SizeOf)];
        output.WriteLine();
        output.WriteLine($"| ns a byte, gobs of about … bytes | {string.Join(" | ", sizes)} |");
        output.WriteLine($"| --- | {string.Join(" | ", sizes.Select(_ => "---:"))} |");
        foreach (IGrouping<string, string> names in sized)
        {
            IEnumerable<string> cells = names.Select(
                n => (ours.Median(n) / double.Parse(SizeOf(n), CultureInfo.InvariantCulture)).ToString("F2", CultureInfo.InvariantCulture));
            output.WriteLine($"| {names.Key} | {string.Join(" | ", cells)} |");
        }
    }

    private static string SizeOf(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:F0} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:F1} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:F1} ms"),
    };
}
