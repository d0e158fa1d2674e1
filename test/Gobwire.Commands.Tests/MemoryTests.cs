using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Commands.Tests;

/// <summary>What a connection costs of managed memory.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    // Each is more than a connection costs, and less than twice that: 4.4 KB and 5.7 KB, with the peer's socket.
    private const int InMemory = 8_192;
    private const int OverTcp = 10_240;

    // A byte or two of a command hold a small buffer: it is 4.9 to 5.8 KB, where a whole buffer would make it 8.5 to 9.3.
    private const int InCommand = 7_168;

    // The peer's end counts here too: an idle connection is 5.7 KB in this process, and 3.5 KB in a server's own (dotnet-gcdump).
    private const int PeerSocket = 2_048;

    [Fact]
    public async Task An_idle_connection_in_memory_costs_less_than_8_KB_with_both_its_ends()
    {
        await using ServedEndpoint served = Create();
        List<TransportConnection> warm = await OpenAsync(served, 50);
        long before = Settled();

        List<TransportConnection> idle = await OpenAsync(served, 2_000);

        long each = (Settled() - before) / idle.Count;
        foreach (TransportConnection connection in (IEnumerable<TransportConnection>)[.. warm, .. idle])
        {
            await AskAsync(connection);
            await connection.DisposeAsync();
        }

        AssertLess(InMemory, each);
    }

    [Fact]
    public async Task An_idle_connection_over_TCP_costs_less_than_10_KB()
    {
        await using ServedEndpoint served = Create();
        string address = served.AddressOf(TransportKind.Tcp);
        List<Socket> warm = OpenBare(address, 50);
        long before = Settled();

        List<Socket> idle = OpenBare(address, 1_500);

        long each = (Settled() - before) / idle.Count;
        // It was of connections that live: none was let go, nor collected.
        foreach (Socket socket in (IEnumerable<Socket>)[.. warm, .. idle])
        {
            Ask(socket);
            socket.Dispose();
        }

        AssertLess(OverTcp, each);
    }

    /// <summary>As many as may be held by peers that send a byte now and then.</summary>
    [Theory]
    [InlineData("LINE\nhalf")]
    [InlineData("GOB\n\u0003\u0004")]
    public async Task A_connection_in_the_middle_of_a_command_costs_less_than_7_KB(string sent)
    {
        int begun = 0, ended = 0;
        await using ServedEndpoint served = Create();
        served.Endpoint.Map("LINE", (connection, token) => HoldAsync(async () => await connection.ReadLineAsync(token)));
        served.Endpoint.Map("GOB", (connection, token) => HoldAsync(async () => await connection.ReadGobAsync(token)));
        string address = served.AddressOf(TransportKind.Tcp);
        List<Socket> held = await BeginAsync(50);
        long before = Settled();

        List<Socket> measured = await BeginAsync(1_500);

        long each = (Settled() - before) / measured.Count;
        // It was of connections that live: none was let go, nor collected.
        Assert.Equal(0, Volatile.Read(ref ended));
        foreach (Socket socket in (IEnumerable<Socket>)[.. held, .. measured])
            socket.Dispose();
        AssertLess(InCommand, each - PeerSocket);

        async ValueTask HoldAsync(Func<Task> read)
        {
            Interlocked.Increment(ref begun);
            try
            {
                await read();
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }

        // What follows the name came with it, and is held when the handler has begun.
        async Task<List<Socket>> BeginAsync(int count)
        {
            int all = Volatile.Read(ref begun) + count;
            var sockets = new List<Socket>();
            for (int i = 0; i < count; i++)
            {
                Socket socket = Connect(address);
                socket.Send(Encoding.Latin1.GetBytes(sent));
                sockets.Add(socket);
            }

            await Until.TrueAsync(() => Volatile.Read(ref begun) == all, $"{all} handlers have begun");
            return sockets;
        }
    }

    private static ServedEndpoint Create()
    {
        var served = new ServedEndpoint(
            new CommandEndpointOptions { MaxConnections = int.MaxValue, MaxConnectionsPerAddress = int.MaxValue });
        served.Endpoint.MapText("ECHO", text => text);
        return served;
    }

    private static void AssertLess(int most, long each)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"{each} bytes for a connection");
        // It may be less than nothing: what earlier tests left to pools goes when the collector comes to it.
        Assert.True(each <= most, $"{each} bytes for a connection, where {most} are allowed");
    }

    /// <summary>What is alive, when what is to be collected or finalized has been.</summary>
    private static long Settled()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>Connections that have had their first command, and wait.</summary>
    private static async Task<List<TransportConnection>> OpenAsync(ServedEndpoint served, int count)
    {
        var connections = new List<TransportConnection>();
        for (int i = 0; i < count; i++)
        {
            TransportConnection connection = await served.ConnectAsync();
            await AskAsync(connection);
            connections.Add(connection);
        }

        return connections;
    }

    /// <summary>The same, with peers that cost next to nothing here: the endpoint's end is what counts.</summary>
    private static List<Socket> OpenBare(string address, int count)
    {
        var sockets = new List<Socket>();
        for (int i = 0; i < count; i++)
        {
            // Used without async, which would keep more for each.
            Socket socket = Connect(address);
            Ask(socket);
            sockets.Add(socket);
        }

        return sockets;
    }

    private static Socket Connect(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(System.Net.IPEndPoint.Parse(address));
        return socket;
    }

    private static async Task AskAsync(TransportConnection connection)
    {
        await connection.SendAsync("ECHO\nhello\n");
        Assert.Equal("hello\n", await connection.ReadTextAsync());
    }

    private static void Ask(Socket socket)
    {
        socket.ReceiveTimeout = 120_000;
        socket.Send("ECHO\nhello\n"u8);
        Span<byte> reply = stackalloc byte[6];
        for (int count = 0; count < reply.Length;)
        {
            int read = socket.Receive(reply[count..]);
            Assert.NotEqual(0, read);
            count += read;
        }

        Assert.Equal("hello\n"u8, reply);
    }
}
