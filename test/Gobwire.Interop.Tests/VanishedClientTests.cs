using System.Globalization;
using Gobwire.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen, whose clients are killed while the network is down: no end and no reset of theirs ever arrives.</summary>
public sealed class VanishedClientTests
{
    private const int Idle = 10;
    private const int InALine = 10;

    [Fact]
    public async Task Clients_killed_while_the_network_is_down_are_each_let_go_with_one_line_and_leave_no_socket()
    {
        CancellationToken deadline = Until.Deadline;
        await using NetworkNamespace network = await NetworkNamespace.CreateAsync(deadline);
        using var configuration = new ProgramConfiguration(
            new { KeepAlive = "00:00:01", IdleTimeout = "01:00:00", PayloadTimeout = "01:00:00", MinDataRate = new { BytesPerSecond = 0 } });
        await network.SayAsync($"{Quote(GobwireProgram.CommandLine(configuration.Arguments))} & server=$!; echo server $server", deadline);
        int server = int.Parse((await network.WaitForAsync("server ", deadline))["server ".Length..], CultureInfo.InvariantCulture);
        string listening = await network.WaitForAsync("Listening on ", deadline);
        string port = listening[(listening.LastIndexOf(':') + 1)..];
        await StartClientsAsync(network, port, Idle, "", deadline);
        await StartClientsAsync(network, port, InALine, "STRING\\nhalf a li", deadline);
        int sockets = ProcessFigures.SocketsOf(server);

        await network.SayAsync("ip link set lo down; kill -KILL $clients; wait $clients; echo gone", deadline);
        await network.WaitForAsync("gone", deadline);

        var reasons = new List<string>();
        while (reasons.Count < Idle + InALine)
        {
            string line = await network.WaitForAsync("lost: i/o timeout", deadline);
            reasons.Add(line[(line.IndexOf("127.0.0.1", StringComparison.Ordinal) + "127.0.0.1:12345: ".Length)..]);
        }

        Assert.Equal(Idle, reasons.Count(r => r.EndsWith("connection lost: i/o timeout", StringComparison.Ordinal)));
        Assert.Equal(InALine, reasons.Count(r => r.EndsWith("STRING: reading a line: the connection is lost: i/o timeout: closing the connection", StringComparison.Ordinal)));
        await Until.TrueAsync(() => ProcessFigures.SocketsOf(server) == sockets - Idle - InALine, "all connections' sockets were closed");
        await network.SayAsync("ip link set lo up; clients=", deadline);
        await StartClientsAsync(network, port, 1, "", deadline);
        await network.SayAsync("kill -KILL $clients; kill -TERM $server; wait $server; echo ended with $?", deadline);
        Assert.Equal("ended with 0", await network.WaitForAsync("ended with ", deadline));
    }

    /// <summary>Starts clients that are answered once, then send something more, and hold their connection.</summary>
    private static async Task StartClientsAsync(NetworkNamespace network, string port, int count, string further, CancellationToken deadline)
    {
        string client = $"exec 3<>/dev/tcp/127.0.0.1/{port}; printf \"STRING\\nhello\\n\" >&3; read -ru 3 reply; "
            + $"printf \"{further}\" >&3; echo client: $reply; exec sleep infinity";
        await network.SayAsync($"for i in $(seq {count}); do bash -c '{client}' & clients=\"$clients $!\"; done", deadline);
        for (int i = 0; i < count; i++)
            await network.WaitForAsync("client: Thank you.", deadline);
    }

    private static string Quote(string[] words) => string.Join(' ', words.Select(word => $"'{word}'"));
}
