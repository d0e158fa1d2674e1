using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Gobwire.Benchmarks.Values;

namespace Gobwire.Benchmarks.Light;

/// <summary>The first encode and the first decode in a process: mostly the runtime's compiler at work.</summary>
internal static class ColdStart
{
    /// <summary>Measures in this process, which must not have used the codec before.</summary>
    public static void Measure(TextWriter output)
    {
        ComplexData value = ComplexData.Create();
        var buffer = new ArrayBufferWriter<byte>(1024);
        long start = Stopwatch.GetTimestamp();
        new GobEncoder(buffer).Encode(value);
        long encoded = Stopwatch.GetTimestamp();
        new GobDecoder(buffer.WrittenMemory).Decode<ComplexData>();
        long decoded = Stopwatch.GetTimestamp();
        Print(output, "ColdEncode", Stopwatch.GetElapsedTime(start, encoded));
        Print(output, "ColdDecode", Stopwatch.GetElapsedTime(encoded, decoded));
    }

    /// <summary>Measures in a process of its own.</summary>
    public static void MeasureApart(TextWriter output)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ColdStart).Assembly.Location);
        start.ArgumentList.Add("cold");
        using Process process = Process.Start(start)!;
        output.Write(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
    }

    private static void Print(TextWriter output, string name, TimeSpan elapsed) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Benchmark{name} 1 {elapsed.TotalNanoseconds:F0} ns/op"));
}
