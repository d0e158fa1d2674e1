using BenchmarkDotNet.Running;
using Gobwire.Benchmarks.Light;

const string Usage = """
    usage: Gobwire.Benchmarks --check             run every benchmark once
           Gobwire.Benchmarks light [TEXT] [N]    short samples of those whose name holds TEXT, as go test -bench prints them
           Gobwire.Benchmarks compare [TEXT] [N] N rounds beside Go, in turn, as a table; run from bench/
           Gobwire.Benchmarks [OPTION]...         BenchmarkDotNet with its own options, such as --filter '*Article*' --job short
    """;
const int SizeOfAnHour = 100_000_000;

switch (args)
{
    case ["--help" or "-h"]:
        Console.WriteLine(Usage);
        return 0;
    case ["--check"]:
        foreach (LightBenchmark benchmark in LightBenchmark.All(maxSize: 100_000))
        {
            benchmark.Prepare()();
            Console.WriteLine($"ok {benchmark.Name}");
        }

        ColdStart.MeasureApart(Console.Out);
        return 0;
    case ["cold"]:
        ColdStart.Measure(Console.Out);
        return 0;
    case ["light", ..]:
        string text = args.Length > 1 ? args[1] : "";
        foreach (LightBenchmark benchmark in LightBenchmark.All(SizeOfAnHour).Where(b => b.Name.Contains(text, StringComparison.Ordinal)))
            LightHarness.Measure(benchmark, args.Length > 2 ? int.Parse(args[2]) : 20, Console.Out);
        return 0;
    case ["compare", ..]:
        return Comparison.Run(
            Path.GetFullPath("go"), args.Length > 1 ? args[1] : "", args.Length > 2 ? int.Parse(args[2]) : 5, Console.Out);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(LightBenchmark).Assembly).Run(args);
        return 0;
}
