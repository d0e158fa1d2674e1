using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gobwire.Load;

/// <summary>Loads a server with a scenario for a while, checking every reply.</summary>
internal sealed class Loader(Scenario scenario, IPEndPoint server)
{
    private readonly byte[] _batch = scenario.Batch();
    private readonly byte[] _replies = scenario.Replies();
    private readonly List<long> _latencies = [];
    private readonly List<Socket> _idle = [];

    /// <summary>How long each batch took, in ticks of the stopwatch, once <see cref="RunAsync"/> is done.</summary>
    public List<long> Latencies => _latencies;

    public async Task ConnectIdleAsync()
    {
        for (int i = 0; i < scenario.IdleConnections; i++)
            _idle.Add(await ConnectAsync());
    }

    /// <returns>How many commands were answered a second.</returns>
    public async Task<double> RunAsync(TimeSpan duration)
    {
        _latencies.Clear();
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        List<long>[] latencies = await Task.WhenAll(Enumerable.Range(0, scenario.Connections).Select(_ => Task.Run(() => LoadAsync(end))));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        foreach (List<long> one in latencies)
            _latencies.AddRange(one);
        _latencies.Sort();
        return (double)_latencies.Count * scenario.InFlight / elapsed.TotalSeconds;
    }

    public void Disconnect()
    {
        foreach (Socket socket in _idle)
            socket.Dispose();
        _idle.Clear();
    }

    private async Task<List<long>> LoadAsync(long end)
    {
        var latencies = new List<long>(1 << 16);
        byte[] received = new byte[_replies.Length];
        Socket? socket = null;
        try
        {
            for (long start = Stopwatch.GetTimestamp(); start < end; start = Stopwatch.GetTimestamp())
            {
                socket ??= await ConnectAsync();
                await SendAsync(socket);
                await ReceiveAsync(socket, received);
                latencies.Add(Stopwatch.GetTimestamp() - start);
                if (scenario.ConnectsEachTime)
                {
                    socket.Dispose();
                    socket = null;
                }
            }
        }
        finally
        {
            socket?.Dispose();
        }

        return latencies;
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        return socket;
    }

    private async ValueTask SendAsync(Socket socket)
    {
        for (int sent = 0; sent < _batch.Length;)
            sent += await socket.SendAsync(_batch.AsMemory(sent));
    }

    private async ValueTask ReceiveAsync(Socket socket, byte[] received)
    {
        for (int count = 0; count < received.Length;)
        {
            int read = await socket.ReceiveAsync(received.AsMemory(count));
            if (read == 0)
                throw new InvalidDataException($"{scenario.Name}: the server closed the connection");
            count += read;
        }

        if (!received.AsSpan().SequenceEqual(_replies))
            throw new InvalidDataException($"{scenario.Name}: a wrong reply");
    }
}
