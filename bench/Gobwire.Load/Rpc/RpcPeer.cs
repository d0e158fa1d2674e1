using System.Diagnostics;
using System.Globalization;
using System.Net;
using Gobwire.Rpc;
using Gobwire.Transport;

namespace Gobwire.Load.Rpc;

/// <summary>Our side of the net/rpc comparison: the same server and the same client as the Go program's.</summary>
internal static class RpcPeer
{
    private const string Multiply = "Arith.Multiply";

    public static async Task ServeAsync()
    {
        var server = new RpcServer();
        server.Map<RpcArgs, long>(Multiply, args => args.A * args.B);
        await using RunningServer running = server.Start(new IPEndPoint(IPAddress.Loopback, 0));
        Console.WriteLine(running.Port);
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Answers each line of callers and seconds with calls a second, and p50 and p99 in microseconds.</summary>
    public static async Task LoadAsync(int port)
    {
        await using RpcClient client = await RpcClient.DialAsync($"127.0.0.1:{port}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ');
            int callers = int.Parse(words[0], CultureInfo.InvariantCulture);
            var duration = TimeSpan.FromSeconds(double.Parse(words[1], CultureInfo.InvariantCulture));
            (List<long> latencies, TimeSpan elapsed) = await CallAsync(client, callers, duration);
            latencies.Sort();
            double At(double share) => Stopwatch.GetElapsedTime(0, latencies[(int)((latencies.Count - 1) * share)]).TotalMicroseconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{latencies.Count / elapsed.TotalSeconds:F1} {At(0.5):F1} {At(0.99):F1}"));
        }
    }

    private static async Task<(List<long> Latencies, TimeSpan Elapsed)> CallAsync(RpcClient client, int callers, TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        List<long>[] each = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(client, start, duration))));
        return ([.. each.SelectMany(e => e)], Stopwatch.GetElapsedTime(start));
    }

    private static async Task<List<long>> CallAsync(RpcClient client, long start, TimeSpan duration)
    {
        var latencies = new List<long>(1 << 16);
        for (long n = 0; Stopwatch.GetElapsedTime(start) < duration; n++)
        {
            long begun = Stopwatch.GetTimestamp();
            long reply = await client.CallAsync<RpcArgs, long>(Multiply, new RpcArgs { A = n, B = 7 });
            if (reply != n * 7)
                throw new InvalidDataException($"Multiply({n}, 7) = {reply}");
            latencies.Add(Stopwatch.GetTimestamp() - begun);
        }

        return latencies;
    }
}
