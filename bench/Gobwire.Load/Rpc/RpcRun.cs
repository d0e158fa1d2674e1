using System.Diagnostics;
using System.Globalization;

namespace Gobwire.Load.Rpc;

/// <summary>Lets Go and us call each other and ourselves, in turn, and prints a table.</summary>
internal static class RpcRun
{
    /// <summary>How long each pair calls before anything is measured, at most: by then the runtime has compiled the code for good.</summary>
    private const double WarmUpSeconds = 5;

    public static async Task AllAsync(string goProgram, int rounds, double seconds)
    {
        double warmUp = Math.Min(WarmUpSeconds, 5 * seconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Run.Shape()}; medians of {rounds} rounds of {seconds:F1} s, the pairs in turn, all callers on one connection; each pair warmed up for {warmUp:F1} s first."));
        Console.WriteLine();
        Console.WriteLine("| callers | client → server | calls/s | × Go→Go, in each round | p50, µs | p99, µs |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: |");
        string self = Environment.ProcessPath!;
        using ServerProcess go = ServerProcess.Start("Go", goProgram, "serve");
        using ServerProcess ours = ServerProcess.Start("Gobwire", self, "serve-rpc");
        using RpcCaller goToGo = RpcCaller.Start("Go", new ProcessStartInfo(goProgram, ["load"]), go);
        using RpcCaller goToOurs = RpcCaller.Start("Go", new ProcessStartInfo(goProgram, ["load"]), ours);
        using RpcCaller oursToGo = RpcCaller.Start("Gobwire", new ProcessStartInfo(self, ["load-rpc"]), go);
        using RpcCaller oursToOurs = RpcCaller.Start("Gobwire", new ProcessStartInfo(self, ["load-rpc"]), ours);
        RpcCaller[] pairs = [goToGo, goToOurs, oursToGo, oursToOurs];
        foreach (RpcCaller pair in pairs)
            await pair.CallAsync(16, warmUp);
        foreach (int callers in (int[])[1, 16, 256])
            await MeasureAsync(callers, pairs, rounds, seconds);
    }

    private static async Task MeasureAsync(int callers, RpcCaller[] pairs, int rounds, double seconds)
    {
        List<double[]>[] figures = [.. pairs.Select(_ => new List<double[]>())];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < pairs.Length; i++)
                figures[i].Add(await pairs[i].CallAsync(callers, seconds));
        }

        for (int i = 0; i < pairs.Length; i++)
        {
            double[] ratios = [.. Enumerable.Range(0, rounds).Select(round => figures[i][round][0] / figures[0][round][0]).Order()];
            string spread = rounds == 1 ? "" : $" ({Text(ratios[0])}–{Text(ratios[^1])})";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {callers} | {pairs[i].Name} | {Median(figures[i], 0) / 1e3:F1} k | {Text(ratios[rounds / 2])}{spread} | {Median(figures[i], 1):F0} | {Median(figures[i], 2):F0} |"));
        }
    }

    private static string Text(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);

    private static double Median(List<double[]> rows, int column)
    {
        double[] values = [.. rows.Select(row => row[column]).Order()];
        return values[values.Length / 2];
    }
}
