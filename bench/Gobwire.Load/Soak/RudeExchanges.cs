using System.Net;
using System.Net.Sockets;

namespace Gobwire.Load.Soak;

/// <summary>Clients that do what they should not. Each is to be let go: one that is held for ever ends in an exception.</summary>
internal sealed class RudeExchanges(SoakProcess server)
{
    private const int Flood = 700;

    private static readonly byte[] EchoCommand = [.. "ECHO\n"u8, .. GobSerializer.Serialize(ComplexData.Sample)];
    private static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Flooder = IPAddress.Parse("127.0.0.3");
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Dribble = TimeSpan.FromMilliseconds(150);

    public static byte[] StringCommand { get; } = [.. "STRING\n"u8, .. System.Text.Encoding.UTF8.GetBytes(SoakServer.Text), (byte)'\n'];

    public IEnumerable<SoakExchange> All() =>
    [
        new("reset anywhere in a STRING", 2, TimeSpan.FromMilliseconds(10), token => ResetAsync(StringCommand, token)),
        new("reset anywhere in an ECHO", 2, TimeSpan.FromMilliseconds(10), token => ResetAsync(EchoCommand, token)),
        new("half-closed in an ECHO", 1, Pause, HalfCloseAsync),
        new("a name that dribbles", 4, Pause, token => DribbleAsync(StringCommand, 0, token)),
        new("a gob that dribbles", 4, Pause, token => DribbleAsync(EchoCommand, 6, token)),
        new("silence", 4, Pause, token => SendAsync(server.Plain, ReadOnlyMemory<byte>.Empty, token)),
        new("half a command, then silence", 4, Pause, token => SendAsync(server.Plain, EchoCommand.AsMemory(0, 50), token)),
        new("large replies that are not read", 2, Pause, NotReadAsync),
        new("garbage", 2, Pause, token => SendAsync(server.Plain, Garbage(), token)),
        new("garbage for a gob", 2, Pause, token => SendAsync(server.Plain, (byte[])[.. "ECHO\n"u8, .. Garbage()], token)),
        new("garbage on the TLS port", 1, Pause, token => SendAsync(server.Secure, Garbage(), token)),
        new("TLS on the plain port", 1, Pause, token => SendAsync(server.Plain, (byte[])[0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3], token)),
        new("an unknown command", 2, Pause, token => SendAsync(server.Plain, "NOPE\nrest\n"u8.ToArray(), token)),
        new("a name too long", 1, Pause, token => SendAsync(server.Plain, Long(""u8), token)),
        new("a line too long", 1, Pause, token => SendAsync(server.Plain, Long("STRING\n"u8), token)),
        new("a gob too large", 1, Pause, token => SendAsync(server.Plain, (byte[])[.. "ECHO\n"u8, 0xfc, 0x7f, 0xff, 0xff, 0xff, 0xff], token)),
        new("a handler that throws", 2, Pause, token => SendAsync(server.Plain, "THROW\nfor the soak\n"u8.ToArray(), token)),
        new("a handler that hangs", 2, Pause, token => SendAsync(server.Plain, "HANG\n"u8.ToArray(), token)),
        new("a handler that ignores its cancellation", 2, Pause, token => SendAsync(server.Plain, "STUCK\n"u8.ToArray(), token)),
        new("a flood of connections", 1, TimeSpan.FromSeconds(2), FloodAsync),
    ];

    private static byte[] Garbage()
    {
        byte[] garbage = new byte[Random.Shared.Next(1, 10_000)];
        Random.Shared.NextBytes(garbage);
        return garbage;
    }

    private static byte[] Long(ReadOnlySpan<byte> start) => [.. start, .. Enumerable.Repeat((byte)'x', 100_000)];

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint, IPAddress from, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(endPoint, cancellationToken);
        return socket;
    }

    private async Task<int> ResetAsync(byte[] command, CancellationToken cancellationToken)
    {
        try
        {
            using Socket socket = await ConnectAsync(server.Plain, Stranger, cancellationToken);
            await socket.SendAsync(command.AsMemory(0, Random.Shared.Next(0, command.Length + 1)), cancellationToken);
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // Let go for too many connections: resets are seen with a delay.
        }

        return 1;
    }

    private async Task<int> HalfCloseAsync(CancellationToken cancellationToken)
    {
        using Socket socket = await ConnectAsync(server.Plain, Stranger, cancellationToken);
        await socket.SendAsync(EchoCommand.AsMemory(0, Random.Shared.Next(1, EchoCommand.Length)), cancellationToken);
        socket.Shutdown(SocketShutdown.Send);
        await ReadToEndAsync(socket, cancellationToken);
        return 1;
    }

    private static async Task<int> SendAsync(IPEndPoint endPoint, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using Socket socket = await ConnectAsync(endPoint, Stranger, cancellationToken);
        try
        {
            await socket.SendAsync(bytes, cancellationToken);
        }
        catch (SocketException)
        {
            // Closed before all was sent.
        }

        await ReadToEndAsync(socket, cancellationToken);
        return 1;
    }

    /// <summary>Sends the first bytes of a command at once and the others one by one, until it is let go.</summary>
    private async Task<int> DribbleAsync(byte[] command, int atOnce, CancellationToken cancellationToken)
    {
        using Socket socket = await ConnectAsync(server.Plain, Stranger, cancellationToken);
        Task reading = ReadToEndAsync(socket, cancellationToken);
        try
        {
            await socket.SendAsync(command.AsMemory(0, atOnce), cancellationToken);
            for (int i = atOnce; i < command.Length && !reading.IsCompleted; i++)
            {
                await socket.SendAsync(command.AsMemory(i, 1), cancellationToken);
                await Task.Delay(Dribble, cancellationToken);
            }
        }
        catch (SocketException)
        {
            // Let go.
        }

        await reading;
        return 1;
    }

    /// <summary>Asks for large replies and reads none, until it is reset.</summary>
    private async Task<int> NotReadAsync(CancellationToken cancellationToken)
    {
        using Socket socket = await ConnectAsync(server.Plain, Stranger, cancellationToken);
        try
        {
            while (true)
            {
                await socket.SendAsync("LARGE\n"u8.ToArray(), cancellationToken);
                await Task.Delay(Dribble, cancellationToken);
            }
        }
        catch (SocketException)
        {
            return 1;
        }
    }

    /// <summary>More connections at once than an address may hold, half of them ended by a reset.</summary>
    private async Task<int> FloodAsync(CancellationToken cancellationToken)
    {
        var sockets = new List<Socket>();
        try
        {
            while (sockets.Count < Flood)
            {
                sockets.Add(await ConnectAsync(server.Plain, Flooder, cancellationToken));
                if (sockets.Count % 2 == 0)
                    sockets[^1].LingerState = new LingerOption(true, 0);
            }

        }
        catch (SocketException)
        {
            // Refused while it was still being set up.
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }

        return sockets.Count;
    }

    private static async Task ReadToEndAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellationToken) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }
    }
}
