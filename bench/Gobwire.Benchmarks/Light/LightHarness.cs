using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace Gobwire.Benchmarks.Light;

/// <summary>
/// Measures benchmark methods in short samples and prints each as a line of <c>go test -bench</c>, so that rounds of ours and of Go's can
/// take turns within minutes. For figures with confidence intervals run the same methods under BenchmarkDotNet.
/// </summary>
internal static class LightHarness
{
    private static readonly TimeSpan ShortestWarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(5);

    /// <summary>The runtime looks for methods worth compiling anew every 100 ms; after three such times without any it has settled.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(5);

    public static void Measure(LightBenchmark benchmark, int samples, TextWriter output)
    {
        Action call = benchmark.Prepare();
        long callsPerSample = WarmedUp(call);
        for (int i = 0; i < samples; i++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            for (long n = 0; n < callsPerSample; n++)
                call();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            double operations = (double)callsPerSample * benchmark.Operations;
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Benchmark{benchmark.Name} {operations} {elapsed.TotalNanoseconds / operations:F2} ns/op {allocated / operations:F0} B/op"));
        }
    }

    /// <summary>Runs until the runtime has compiled for good, and returns how many calls make a sample.</summary>
    private static long WarmedUp(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        long compiled = 0;
        long calls = 0;
        TimeSpan elapsed = TimeSpan.Zero;
        TimeSpan lastCompiled = TimeSpan.Zero;
        while (elapsed < ShortestWarmUp || (elapsed - lastCompiled < Settled && elapsed < LongestWarmUp))
        {
            call();
            calls++;
            elapsed = Stopwatch.GetElapsedTime(start);
            if (JitInfo.GetCompiledMethodCount() == compiled)
                continue;
            compiled = JitInfo.GetCompiledMethodCount();
            lastCompiled = elapsed;
        }

        start = Stopwatch.GetTimestamp();
        long probe = Math.Max(1, calls / 50);
        for (long n = 0; n < probe; n++)
            call();
        return Math.Max(1, (long)(probe * (Sample / Stopwatch.GetElapsedTime(start))));
    }
}
