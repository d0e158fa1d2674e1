using System.Net;
using System.Net.Sockets;
using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Transport.Tests;

public sealed class TransportDialerTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("localhost")]
    public async Task A_listener_is_dialed_by_number_and_by_name(string host)
    {
        IPAddress loopback = host == "[::1]" ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        await using var listener = TransportListener.Bind(new IPEndPoint(loopback, 0));
        await using TransportConnection dialed = await DialAsync($"{host}:{PortOf(listener)}");
        await using TransportConnection accepted = await listener.AcceptAsync(Until.Deadline);

        await dialed.SendAsync("hello");

        Assert.Equal("hello", await accepted.ReadTextAsync());
    }

    [Fact]
    public async Task A_Unix_socket_is_dialed_by_its_path()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("a.sock");
        await using var listener = TransportListener.Bind(new UnixDomainSocketEndPoint(path));
        await using TransportConnection dialed = await DialAsync($"unix:{path}");
        await using TransportConnection accepted = await listener.AcceptAsync(Until.Deadline);

        await dialed.SendAsync("hello");

        Assert.Equal("hello", await accepted.ReadTextAsync());
        Assert.Equal($"unix:{path}", dialed.ToString());
    }

    [Fact]
    public async Task Nobody_listening_is_a_refused_connection()
    {
        int port;
        await using (var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0)))
            port = PortOf(listener);

        IOException error = await Assert.ThrowsAsync<IOException>(() => DialAsync($"localhost:{port}"));

        Assert.Equal($"dialing localhost:{port}: connection refused", error.Message);
    }

    [Fact]
    public async Task An_unknown_name_is_no_such_host()
    {
        IOException error = await Assert.ThrowsAsync<IOException>(() => DialAsync("nowhere.invalid:1"));

        Assert.StartsWith("dialing nowhere.invalid:1: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_Unix_socket_is_an_error_with_its_path()
    {
        IOException error = await Assert.ThrowsAsync<IOException>(() => DialAsync("unix:/nowhere/a.sock"));

        Assert.StartsWith("dialing unix:/nowhere/a.sock: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_that_does_not_answer_is_given_up_at_the_timeout()
    {
        using var full = new FullListener();
        var options = new TransportDialOptions { Timeout = TimeSpan.FromSeconds(10), TimeProvider = _time };
        Task<TransportConnection> dialing = TransportDialer.DialAsync(TransportAddress.Parse(full.Address), options, Until.Deadline);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(dialing.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.2));

        IOException error = await Assert.ThrowsAsync<IOException>(() => dialing.WaitAsync(Until.Deadline));
        Assert.Equal($"dialing {full.Address}: i/o timeout after 10 s", error.Message);
    }

    [Fact]
    public async Task Dialing_can_be_given_up()
    {
        using var full = new FullListener();
        using var giveUp = new CancellationTokenSource();
        Task<TransportConnection> dialing = TransportDialer.DialAsync(TransportAddress.Parse(full.Address), null, giveUp.Token);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialing.WaitAsync(Until.Deadline));
    }

    [Fact]
    public async Task An_address_that_does_not_answer_leaves_time_for_the_next()
    {
        using var full = new FullListener();
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var options = new TransportDialOptions { Timeout = TimeSpan.FromSeconds(10), TimeProvider = _time };
        Task<SocketConnection> dialing =
            TransportDialer.DialFirstAsync([full.EndPoint, listener.LocalEndPoint], options, Until.Deadline);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(dialing.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.2));

        await using TransportConnection dialed = await dialing.WaitAsync(Until.Deadline);
        Assert.Equal(listener.LocalEndPoint, dialed.RemoteEndPoint);
    }

    [Fact]
    public async Task An_address_that_refuses_leaves_its_turn_to_the_next_and_the_first_error_counts()
    {
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var refused = new IPEndPoint(IPAddress.Loopback, 1);
        await using TransportConnection dialed =
            await TransportDialer.DialFirstAsync([refused, listener.LocalEndPoint], new TransportDialOptions(), Until.Deadline);
        Assert.Equal(listener.LocalEndPoint, dialed.RemoteEndPoint);

        SocketException error = await Assert.ThrowsAsync<SocketException>(
            () => TransportDialer.DialFirstAsync([refused, new IPEndPoint(IPAddress.Loopback, 0)], new TransportDialOptions(), Until.Deadline));
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_local_end_point_is_what_the_peer_sees()
    {
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var options = new TransportDialOptions { LocalEndPoint = new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0) };

        await using TransportConnection dialed =
            await TransportDialer.DialAsync(TransportAddress.Parse($"localhost:{PortOf(listener)}"), options, Until.Deadline);
        await using TransportConnection accepted = await listener.AcceptAsync(Until.Deadline);

        Assert.Equal(IPAddress.Parse("127.0.0.2"), ((IPEndPoint)accepted.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task A_local_end_point_of_another_family_is_a_clear_error()
    {
        var options = new TransportDialOptions { LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0) };

        IOException error = await Assert.ThrowsAsync<IOException>(
            () => TransportDialer.DialAsync(TransportAddress.Parse("[::1]:1"), options, Until.Deadline));

        Assert.Equal("dialing [::1]:1: no address of the local end point's family", error.Message);
    }

    private static Task<TransportConnection> DialAsync(string address) =>
        TransportDialer.DialAsync(TransportAddress.Parse(address), null, Until.Deadline);

    private static int PortOf(TransportListener listener) => ((IPEndPoint)listener.LocalEndPoint).Port;

    /// <summary>A listener whose queue is full: the system answers no further connection.</summary>
    private sealed class FullListener : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _queued = [];

        public FullListener()
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen(1);
            EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
            // The queue holds one more than was asked for.
            for (int i = 0; i < 2; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Connect(EndPoint);
                _queued.Add(socket);
            }
        }

        public IPEndPoint EndPoint { get; }

        public string Address => EndPoint.ToString();

        public void Dispose()
        {
            _queued.ForEach(s => s.Dispose());
            _listener.Dispose();
        }
    }
}
