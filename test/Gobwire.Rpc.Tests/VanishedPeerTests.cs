using System.Net;
using System.Net.Sockets;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>Clients and servers of net/rpc that vanish without a word. A connection may be idle for ever: it is TCP's probes that find out.</summary>
[Collection(ObservedTests.Name)]
public sealed class VanishedPeerTests : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly Args SevenEight = new() { A = 7, B = 8 };

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Socket? _accepted;

    public VanishedPeerTests() => VanishingSocket.SkipUnlessPossible();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _accepted?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Clients_that_vanish_are_let_go_between_requests_and_in_one()
    {
        using var measurements = new Measurements("Gobwire.Rpc");
        var logger = new CapturingLogger();
        var rpc = new RpcServer(new RpcServerOptions { KeepAlive = Soon, RequestTimeout = Timeout.InfiniteTimeSpan, MinDataRate = null }, logger);
        rpc.Register(new Arith());
        await using RunningServer server = rpc.Start(new IPEndPoint(IPAddress.Loopback, 0));
        using var inARequest = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await _socket.ConnectAsync(server.LocalEndPoint, Until.Deadline);
        await inARequest.ConnectAsync(server.LocalEndPoint, Until.Deadline);
        await inARequest.SendAsync(Wire.Golden("rpc-request").AsMemory(0, 20), Until.Deadline);
        await Until.TrueAsync(() => server.ConnectionCount == 2, "both are served");

        await _socket.VanishAsync();
        await inARequest.VanishAsync();

        await Until.TrueAsync(() => server.ConnectionCount == 0, "both were let go");
        string[] expected = [.. new[] { _socket, inARequest }.Select(s => $"{s.LocalEndPoint}: connection lost: i/o timeout")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), logger.Of("ConnectionLost").Select(l => l.Message).Order(StringComparer.Ordinal));
        Assert.Equal(
            Enumerable.Repeat("rpc.system.name=go_net_rpc error.type=connection_lost", 2), measurements.TagsOf("gobwire.server.connection.duration"));
        Assert.Equal(0, measurements.ValuesOf("gobwire.server.active_connections").Sum());
        Assert.DoesNotContain(logger.Lines, l => l.Event is not ("Listening" or "Connected" or "ConnectionLost"));
    }

    [Fact]
    public async Task All_calls_under_way_fail_when_their_server_vanishes_in_the_middle_of_a_reply()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
        await using RpcClient client = await RpcClient.DialAsync(_socket.LocalEndPoint!.ToString()!, new RpcClientOptions { KeepAlive = Soon });
        Task<long>[] calls = [.. Enumerable.Range(0, 3).Select(_ => client.CallAsync<Args, long>("Arith.Multiply", SevenEight))];
        _accepted = await _socket.AcceptAsync(Until.Deadline);
        byte[] buffer = new byte[1_000];
        for (int received = 0; received < Wire.Golden("rpc-request").Length;)
            received += await _accepted.ReceiveAsync(buffer, Until.Deadline);
        await _accepted.SendAsync(Wire.Golden("rpc-response").AsMemory(0, 100), Until.Deadline);
        Assert.Equal(56, await calls[0]);

        await _accepted.VanishAsync();

        foreach (Task<long> call in calls[1..])
        {
            RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(Until.Deadline));
            Assert.Equal(RpcErrorKind.ConnectionLost, error.Kind);
            Assert.Contains("i/o timeout", error.Message, StringComparison.Ordinal);
        }
    }
}
