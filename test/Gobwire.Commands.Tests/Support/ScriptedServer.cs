using System.Net;
using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>A server of bare sockets, which does with each connection what a test says. It refuses connections until it listens.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _connections = [];
    private Task _accepting = Task.CompletedTask;
    private int _received;
    private int _ended;

    public ScriptedServer() => _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public string Address => _listener.LocalEndPoint!.ToString()!;

    /// <summary>How many commands have come.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>How many connections were accepted.</summary>
    public int Accepted
    {
        get
        {
            lock (_connections)
                return _connections.Count;
        }
    }

    /// <summary>Listens; each command is its name and a line.</summary>
    /// <param name="answer">What is sent back for the text of a command, by the number of the connection from 0 up; null closes it instead.</param>
    public ScriptedServer Listen(Func<int, string, string?> answer)
    {
        _listener.Listen();
        _accepting = Task.Run(() => AcceptAsync(answer));
        return this;
    }

    /// <summary>How many connections the peer has closed.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Waits until the peer has closed each connection.</summary>
    public Task EndedAsync() => Until.TrueAsync(() => Ended == Accepted, "all connections were closed");

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        lock (_connections)
            _connections.ForEach(connection => connection.Dispose());
    }

    private async Task AcceptAsync(Func<int, string, string?> answer)
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync();
                int number;
                lock (_connections)
                {
                    number = _connections.Count;
                    _connections.Add(socket);
                }

                _ = Task.Run(() => ServeAsync(socket, text => answer(number, text)));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The server has been closed.
        }
    }

    private async Task ServeAsync(Socket socket, Func<string, string?> answer)
    {
        try
        {
            using var reader = new StreamReader(new NetworkStream(socket));
            while (await reader.ReadLineAsync() is not null && await reader.ReadLineAsync() is { } text)
            {
                Interlocked.Increment(ref _received);
                if (answer(text) is not { } reply)
                    break;
                await socket.SendAsync(Encoding.UTF8.GetBytes(reply));
            }

            socket.Shutdown(SocketShutdown.Send);
            await reader.ReadToEndAsync();
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // The client has gone.
        }
        finally
        {
            Interlocked.Increment(ref _ended);
        }
    }
}
