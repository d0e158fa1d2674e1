using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Gobwire.Commands.Tests;

/// <summary>The other process of the test of turns: an endpoint whose commands have one thread among them.</summary>
internal static class FloodedProcess
{
    public const string Argument = "serve-on-one-thread-until-input-ends";

    /// <summary>A command that is work and nothing else: nothing is read, written or waited for.</summary>
    public const string Work = "WORK";

    /// <summary>A command that reads on and on, with work after each read.</summary>
    public const string Take = "TAKE";

    /// <summary>What is printed when so much of either was done that the flood is under way.</summary>
    public const string Flooded = "flooded";

    private const int WorksOfFlood = 2_000;
    private static readonly TimeSpan WorkTime = TimeSpan.FromMicroseconds(50);

    public static Process Start() => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Argument)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        Environment =
        {
            ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "1",
            ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "1",
        },
    })!;

    public static int Run()
    {
        ThreadPool.GetMaxThreads(out int threads, out _);
        if (threads != 1)
            return 2;
        int works = 0;
        var endpoint = new CommandEndpoint();
        endpoint.MapText("ECHO", text => text);
        endpoint.Map(Work, (_, _) =>
        {
            DoWork(ref works);
            return ValueTask.CompletedTask;
        });
        endpoint.Map(Take, async (connection, token) =>
        {
            while (await connection.Input.ReadAsync(token).ConfigureAwait(false) is { IsCompleted: false } read)
            {
                connection.Input.AdvanceTo(read.Buffer.End);
                DoWork(ref works);
            }
        });
        CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        Console.Out.WriteLine(server.Port.ToString(CultureInfo.InvariantCulture));
        // Not the pool's thread.
        Console.In.ReadToEnd();
        return 0;
    }

    private static void DoWork(ref int works)
    {
        long begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < WorkTime)
            Thread.SpinWait(20);
        if (++works == WorksOfFlood)
            Console.Out.WriteLine(Flooded);
    }
}
