using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gobwire.Commands;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen holds as many connections as descriptors allow, up to ten thousand, and answers beside them.</summary>
public sealed class HeldConnectionsTests(ITestOutputHelper output)
{
    private const int Wanted = 10_000;
    private const int Clients = 10;
    private const int CommandsEach = 300;

    /// <summary>What the runtime, the tests and the program need themselves.</summary>
    private const int ReservedDescriptors = 600;

    [Fact]
    public async Task Ten_thousand_connections_are_held_while_thousands_of_commands_are_answered()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(TimeSpan.FromSeconds(120));
        CancellationToken deadline = source.Token;
        int count = Math.Min(Wanted, DescriptorLimit() - ReservedDescriptors);
        string config = Path.GetTempFileName();
        var held = new List<Socket>();
        try
        {
            await File.WriteAllTextAsync(config, Configuration(), deadline);
            await using ProgramServer server = await ProgramServer.StartAsync(["--config", config], deadline);
            var endPoint = IPEndPoint.Parse(server.Address);
            while (held.Count < count)
                held.Add(await ConnectAsync(endPoint, deadline));

            long start = Stopwatch.GetTimestamp();
            int[] answered = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync(server.Address, deadline)));

            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            output.WriteLine($"{count} connections held; {answered.Sum()} commands answered in {elapsed.TotalMilliseconds:F0} ms");
            Assert.Equal(Clients * CommandsEach, answered.Sum());
            // They are held: the first and the last are served as well.
            foreach (Socket socket in (Socket[])[held[0], held[^1]])
                await AskOnAsync(socket, deadline);
        }
        finally
        {
            held.ForEach(s => s.Dispose());
            File.Delete(config);
        }
    }

    private static string Configuration() =>
        $$$$"""
        {"Gobwire":{"Endpoints":{"main":{"Listen":["127.0.0.1:0"],"MaxConnections":{{{{2 * Wanted}}}},"MaxConnectionsPerAddress":{{{{2 * Wanted}}}},
         "FirstCommandTimeout":"00:10:00"}
        }}}
        """;

    private static async Task<int> AskAsync(string address, CancellationToken deadline)
    {
        await using CommandClient client = await CommandClient.ConnectAsync(address, null, deadline);
        int answered = 0;
        while (answered < CommandsEach && await client.AskTextAsync("STRING", "beside ten thousand", deadline) == "Thank you.")
            answered++;
        return answered;
    }

    private static async Task AskOnAsync(Socket socket, CancellationToken deadline)
    {
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("STRING\nheld\n"u8.ToArray(), deadline);
        byte[] reply = new byte["Thank you.\n".Length];
        await stream.ReadExactlyAsync(reply, deadline);
        Assert.Equal("Thank you.\n"u8.ToArray(), reply);
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken deadline)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint, deadline);
        return socket;
    }

    /// <summary>The hard limit, to which the runtime raises the soft one; the program inherits it. Elsewhere than on Linux a thousand is safe.</summary>
    private static int DescriptorLimit()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits))
            return ReservedDescriptors + 1_000;
        string[] words = File.ReadLines(Limits).First(l => l.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.TryParse(words[4], CultureInfo.InvariantCulture, out int hard) ? hard : int.MaxValue;
    }
}
