using System.Diagnostics;
using System.Globalization;

namespace Gobwire.Load.Rpc;

/// <summary>Lets Go and us call each other and ourselves, in turn, and prints a table.</summary>
internal static class RpcRun
{
    public static void All(string goProgram, int rounds, double seconds)
    {
        Console.WriteLine($"{Run.Shape()}; medians of {rounds} rounds of {seconds.ToString("F1", CultureInfo.InvariantCulture)} s, the pairs in turn, all callers on one connection.");
        Console.WriteLine();
        Console.WriteLine("| callers | client → server | calls/s | × Go→Go | p50, µs | p99, µs |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: |");
        using ServerProcess go = ServerProcess.Start("Go", goProgram, "serve");
        using ServerProcess ours = ServerProcess.Start("Gobwire", Environment.ProcessPath!, "serve-rpc");
        foreach (int callers in (int[])[1, 16, 256])
            Callers(callers, [(goProgram, "Go", go), (goProgram, "Go", ours), (Environment.ProcessPath!, "Gobwire", go), (Environment.ProcessPath!, "Gobwire", ours)], rounds, seconds);
    }

    private static void Callers(int callers, (string Program, string Client, ServerProcess Server)[] pairs, int rounds, double seconds)
    {
        List<double[]>[] figures = [.. pairs.Select(_ => new List<double[]>())];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < pairs.Length; i++)
                figures[i].Add(Load(pairs[i].Program, pairs[i].Server.EndPoint.Port, callers, seconds));
        }

        double reference = Median(figures[0], 0);
        for (int i = 0; i < pairs.Length; i++)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {callers} | {pairs[i].Client} → {pairs[i].Server.Name} | {Median(figures[i], 0) / 1e3:F1} k | {Median(figures[i], 0) / reference:F2} | {Median(figures[i], 1):F0} | {Median(figures[i], 2):F0} |"));
        }
    }

    private static double[] Load(string program, int port, int callers, double seconds)
    {
        string verb = program == Environment.ProcessPath ? "load-rpc" : "load";
        using Process process = Process.Start(
            new ProcessStartInfo(program, [verb, Text(port), Text(callers), Text(seconds)]) { RedirectStandardOutput = true })!;
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Array.ConvertAll(printed.Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture));
    }

    private static string Text(IConvertible number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Median(List<double[]> rows, int column)
    {
        double[] values = [.. rows.Select(r => r[column]).Order()];
        return values[values.Length / 2];
    }
}
