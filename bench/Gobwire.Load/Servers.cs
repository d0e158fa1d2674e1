using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Gobwire.Commands;

namespace Gobwire.Load;

/// <summary>The servers of ours that are loaded, each in a process of its own.</summary>
internal static class Servers
{
    private const int ManyConnections = 20_000;

    /// <summary>The command endpoint with the article's commands, its limits raised above what is sent.</summary>
    public static async Task RunEndpointAsync()
    {
        var options = new CommandEndpointOptions
        {
            MaxConnections = ManyConnections,
            MaxConnectionsPerAddress = ManyConnections,
            FirstCommandTimeout = TimeSpan.FromMinutes(10),
        };
        var endpoint = new CommandEndpoint(options);
        MapTo(endpoint);
        endpoint.Map("KEEP", async (connection, cancellationToken) =>
        {
            await connection.ReadGobAsync<ComplexData>(cancellationToken);
            await connection.WriteLineAsync("OK", cancellationToken);
        });
        await using CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0));
        Console.WriteLine(server.Port);
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>The article's commands, and one that is answered with a gob.</summary>
    public static void MapTo(CommandEndpoint endpoint)
    {
        endpoint.Map("STRING", async (connection, cancellationToken) =>
        {
            await connection.ReadLineAsync(cancellationToken);
            await connection.WriteLineAsync("Thank you.", cancellationToken);
        });
        endpoint.Map("GOB", async (connection, cancellationToken) => await connection.ReadGobAsync<ComplexData>(cancellationToken));
        endpoint.Map<ComplexData, long>("ASK", data => data.N);
    }

    /// <summary>Nothing but the exchange of STRING over a pipe: no names, no deadlines, no limits.</summary>
    public static async Task RunBareAsync()
    {
        // IPv4 on loopback, as the endpoint and Go's server listen: the kernel's path differs.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        while (true)
            _ = ServeBareAsync(await listener.AcceptAsync());
    }

    private static async Task ServeBareAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        PipeReader input = PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true));
        PipeWriter output = PipeWriter.Create(stream);
        while (true)
        {
            ReadResult read = await input.ReadAsync();
            ReadOnlySequence<byte> rest = read.Buffer;
            while (TryTakeExchange(ref rest))
                output.Write("Thank you.\n"u8);
            input.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                return;
            await output.FlushAsync();
        }
    }

    /// <summary>Takes two lines, a command's name and its text, if both are whole.</summary>
    private static bool TryTakeExchange(ref ReadOnlySequence<byte> rest)
    {
        var reader = new SequenceReader<byte>(rest);
        if (!reader.TryAdvanceTo((byte)'\n') || !reader.TryAdvanceTo((byte)'\n'))
            return false;
        rest = reader.UnreadSequence;
        return true;
    }
}
