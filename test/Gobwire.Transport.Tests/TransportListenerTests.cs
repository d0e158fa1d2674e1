using System.Net;
using System.Net.Sockets;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

public sealed class TransportListenerTests
{
    [Fact]
    public async Task Port_0_reports_the_port_chosen()
    {
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.NotEqual(0, ((IPEndPoint)listener.LocalEndPoint).Port);
    }

    [Fact]
    public async Task All_interfaces_means_both_families()
    {
        // What is tested is that it is not on loopback alone.
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        int port = ((IPEndPoint)listener.LocalEndPoint).Port;

        foreach (IPAddress address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            using var peer = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await peer.ConnectAsync(new IPEndPoint(address, port), Until.Deadline);
            await using TransportConnection accepted = await listener.AcceptAsync(Until.Deadline);
            Assert.Equal(peer.LocalEndPoint!.ToString(), accepted.ToString());
        }
    }

    [Fact]
    public async Task A_taken_port_is_a_clear_error()
    {
        await using var first = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        IOException error = Assert.Throws<IOException>(() => TransportListener.Bind(first.LocalEndPoint));

        Assert.Equal($"listening on {first.LocalEndPoint}: address already in use", error.Message);
    }

    [Fact]
    public async Task A_port_taken_on_one_family_is_an_error_on_all_interfaces_too()
    {
        await using var first = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)first.LocalEndPoint).Port;

        // It fails, and so binds nothing.
        IOException error = Assert.Throws<IOException>(() => TransportListener.Bind(new IPEndPoint(IPAddress.IPv6Any, port)));

        Assert.Equal($"listening on [::]:{port}: address already in use", error.Message);
    }

    [Fact]
    public void An_address_that_is_not_ours_is_a_clear_error()
    {
        IOException error = Assert.Throws<IOException>(() => TransportListener.Bind(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 80)));

        Assert.Equal("listening on 192.0.2.1:80: cannot assign requested address", error.Message);
    }

    [Fact]
    public async Task A_port_can_be_listened_on_again_at_once()
    {
        var first = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(first.LocalEndPoint, Until.Deadline);
        await using (await first.AcceptAsync(Until.Deadline))
            await first.DisposeAsync();

        await using var second = TransportListener.Bind(first.LocalEndPoint);

        Assert.Equal(first.LocalEndPoint, second.LocalEndPoint);
    }

    [Fact]
    public async Task A_Unix_sockets_file_lives_as_long_as_its_listener()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("a.sock");
        var listener = TransportListener.Bind(new UnixDomainSocketEndPoint(path));
        Assert.True(File.Exists(path));

        await listener.DisposeAsync();
        Assert.False(File.Exists(path));

        await using var second = TransportListener.Bind(new UnixDomainSocketEndPoint(path));
        await listener.DisposeAsync();
        Assert.True(File.Exists(path), "a listener closed twice took its successor's file");
    }

    [Fact]
    public void A_Unix_socket_in_a_missing_folder_is_an_error_with_its_path()
    {
        IOException error = Assert.Throws<IOException>(() => TransportListener.Bind(new UnixDomainSocketEndPoint("/nowhere/a.sock")));

        Assert.StartsWith("listening on unix:/nowhere/a.sock: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_gone_before_it_is_accepted_does_not_stop_accepting()
    {
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using (var gone = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await gone.ConnectAsync(listener.LocalEndPoint, Until.Deadline);
            gone.LingerState = new LingerOption(true, 0);
        }

        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndPoint, Until.Deadline);

        TransportConnection accepted = await listener.AcceptAsync(Until.Deadline);
        while (!accepted.RemoteEndPoint!.Equals(peer.LocalEndPoint))
        {
            await Assert.ThrowsAsync<IOException>(() => accepted.ReadTextAsync());
            accepted = await listener.AcceptAsync(Until.Deadline);
        }

        await peer.SendAsync("hello"u8.ToArray(), Until.Deadline);
        Assert.Equal("hello", await accepted.ReadTextAsync());
    }

    [Fact]
    public async Task A_close_ends_a_waiting_accept()
    {
        var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Task<TransportConnection> accepting = listener.AcceptAsync(CancellationToken.None).AsTask();

        await listener.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting.WaitAsync(Until.Deadline));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listener.AcceptAsync(Until.Deadline).AsTask());
    }

    [Fact]
    public async Task Accepting_can_be_given_up_and_begun_again()
    {
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var giveUp = new CancellationTokenSource();
        Task<TransportConnection> accepting = listener.AcceptAsync(giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting.WaitAsync(Until.Deadline));

        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndPoint, Until.Deadline);

        await using TransportConnection accepted = await listener.AcceptAsync(Until.Deadline);
        Assert.Equal(peer.LocalEndPoint, accepted.RemoteEndPoint);
    }
}
