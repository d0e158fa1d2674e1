using System.Net;
using System.Net.Sockets;
using Gobwire.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Connections by the thousand from one address, half of them reset at once, half of them held.</summary>
[Collection(nameof(MemoryTests))]
public sealed class FloodTests
{
    private const int Flood = 4_000;
    private const int AtATime = 200;
    private const int MaxConnections = 100;
    private const int MaxPerAddress = 50;
    private const long MaxGrowth = 8 << 20;

    private static readonly IPAddress Flooder = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task A_flood_of_connections_takes_no_memory_and_others_are_served_meanwhile_and_afterwards()
    {
        await using var served = new ServedEndpoint(new CommandEndpointOptions
        {
            MaxConnections = MaxConnections,
            MaxConnectionsPerAddress = MaxPerAddress,
            // Those that are held are not let go for their silence.
            FirstCommandTimeout = TimeSpan.FromMinutes(10),
        });
        served.Endpoint.MapText("ECHO", text => text);
        await using CommandServer server = served.Endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        string address = $"127.0.0.1:{server.Port}";
        await using CommandClient polite = await CommandClient.ConnectAsync(address, null, Until.Deadline);
        // Connected it is before it is accepted.
        Assert.Equal("first", await polite.AskTextAsync("ECHO", "first", Until.Deadline));
        await FloodAsync(server, polite, AtATime);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        await FloodAsync(server, polite, Flood);

        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < MaxGrowth, $"{grown} bytes more are held after {Flood} connections");
        Assert.NotEmpty(served.Logger.Of("ConnectionRefused"));
        Assert.DoesNotContain(served.Reasons, line => line.Event is not ("ConnectionRefused" or "ConnectionLost"));
        await using CommandClient late = await CommandClient.ConnectAsync(address, null, Until.Deadline);
        Assert.Equal("late", await late.AskTextAsync("ECHO", "late", Until.Deadline));
        await using CommandClient reformed = await CommandClient.ConnectAsync(
            $"127.0.0.1:{server.Port}", new CommandClientOptions { LocalEndPoint = new IPEndPoint(Flooder, 0) }, Until.Deadline);
        Assert.Equal("reformed", await reformed.AskTextAsync("ECHO", "reformed", Until.Deadline));
    }

    /// <summary>Floods, a part at a time; the polite client is answered in the middle of each, and no more are held than may be.</summary>
    private static async Task FloodAsync(CommandServer server, CommandClient polite, int count)
    {
        for (int begun = 0; begun < count; begun += AtATime)
        {
            var sockets = new List<Socket>();
            for (int i = 0; i < AtATime; i++)
            {
                sockets.Add(await ConnectAsync(server.Port));
                if (i % 2 == 0)
                    Reset(sockets[i]);
                Assert.InRange(server.ConnectionCount, 1, MaxPerAddress + 1);
            }

            Assert.Equal("still here", await polite.AskTextAsync("ECHO", "still here", Until.Deadline));
            sockets.ForEach(s => s.Dispose());
            await Until.TrueAsync(() => server.ConnectionCount == 1, "the flood has gone");
        }
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(Flooder, 0));
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Until.Deadline);
        }
        catch (SocketException)
        {
            // Refused before it was set up.
        }

        return socket;
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // The endpoint was first.
        }

        socket.Dispose();
    }
}
