using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gobwire.Interop.Tests;

/// <summary>Peers that hold connections by sending a byte a second: half of them of a first name, the others of a line and of a gob.</summary>
internal sealed class Dribblers(IPEndPoint endPoint) : IDisposable
{
    private static readonly byte[] Letter = "A"u8.ToArray();

    private static readonly byte[] Gob = GobSerializer.Serialize(ComplexData.Sample(5));

    private readonly List<Socket> _sockets = [];
    private readonly ConcurrentQueue<TimeSpan> _held = new();
    private readonly CancellationTokenSource _end = new();

    /// <summary>How long those that were let go had held their connection, since it was there or its command begun.</summary>
    public IReadOnlyCollection<TimeSpan> Held => _held;

    /// <summary>How many still hold theirs.</summary>
    public int Left => _sockets.Count - _held.Count;

    /// <summary>Connects a number of them, which from then on dribble until they are disposed of, also where nobody listens any more.</summary>
    public async Task StartAsync(int count, CancellationToken deadline)
    {
        while (_sockets.Count < count)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets.Add(socket);
            await socket.ConnectAsync(endPoint, deadline);
            long start = Stopwatch.GetTimestamp();
            socket.Send(BeginningOf(_sockets.Count));
            _ = WatchAsync(socket, start);
        }

        _ = DribbleAsync();
    }

    /// <summary>Resets those that are left.</summary>
    public void Dispose()
    {
        _end.Cancel();
        foreach (Socket socket in _sockets)
            socket.Close(timeout: 0);
        _end.Dispose();
    }

    private static ReadOnlySpan<byte> BeginningOf(int number) => (number % 4) switch
    {
        0 => "STRING\n"u8,
        1 => "GOB\n"u8,
        _ => Letter,
    };

    private static ReadOnlyMemory<byte> NextOf(int number, int second) => number % 4 == 1 ? Gob.AsMemory(second % Gob.Length, 1) : Letter;

    private async Task DribbleAsync()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            for (int second = 0; await tick.WaitForNextTickAsync(_end.Token); second++)
            {
                for (int i = 0; i < _sockets.Count; i++)
                    Send(_sockets[i], NextOf(i + 1, second).Span);
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        try
        {
            socket.Send(bytes, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // It is over.
        }
    }

    private async Task WatchAsync(Socket socket, long start)
    {
        try
        {
            byte[] nothing = new byte[1];
            await socket.ReceiveAsync(nothing);
        }
        catch (SocketException)
        {
            // A reset ends it as well.
        }

        _held.Enqueue(Stopwatch.GetElapsedTime(start));
    }
}
