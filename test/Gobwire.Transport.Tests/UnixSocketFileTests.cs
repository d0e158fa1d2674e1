using System.Net.Sockets;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

/// <summary>A Unix domain socket's file that is there already: left behind, in use, or something else.</summary>
public sealed class UnixSocketFileTests : IDisposable
{
    private const string Kept = "to be kept";

    private readonly TemporaryFolder _folder = new();
    private readonly CapturingLogger _logger = new();

    [Fact]
    public async Task A_socket_that_a_crash_left_behind_is_replaced_and_logged()
    {
        string path = LeaveBehind();

        await using var listener = TransportListener.Bind(new UnixDomainSocketEndPoint(path), logger: _logger);

        await using TransportConnection peer = await TransportDialer.DialAsync(TransportAddress.Parse($"unix:{path}"), null, Until.Deadline);
        await using TransportConnection accepted = await listener.AcceptAsync(Until.Deadline);
        await peer.SendAsync("hello");
        Assert.Equal("hello", await accepted.ReadTextAsync());
        Assert.Equal($"Deleted the socket file of unix:{path}: nobody listened on it any more", Assert.Single(_logger.Of("LeftoverDeleted")).Message);
    }

    [Fact]
    public async Task A_live_socket_is_left_alone_also_where_its_queue_is_full()
    {
        string path = _folder.PathOf("live.sock");
        await using var live = TransportListener.Bind(new UnixDomainSocketEndPoint(path), new TransportListenerOptions { Backlog = 1 });
        var waiting = new List<Socket>();
        try
        {
            while (TryConnect(path) is { } socket)
                waiting.Add(socket);

            AssertTaken(path);
            Assert.NotEmpty(waiting);
        }
        finally
        {
            waiting.ForEach(s => s.Dispose());
        }

        await using TransportConnection accepted = await live.AcceptAsync(Until.Deadline);
        AssertTaken(path);
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        string path = _folder.PathOf("file");
        File.WriteAllText(path, Kept);

        AssertTaken(path);

        Assert.Equal(Kept, File.ReadAllText(path));
    }

    [Fact]
    public void A_folder_and_a_link_to_a_file_are_left_alone()
    {
        string folder = _folder.PathOf("folder"), file = _folder.PathOf("file"), link = _folder.PathOf("link");
        Directory.CreateDirectory(folder);
        File.WriteAllText(file, Kept);
        File.CreateSymbolicLink(link, file);

        AssertTaken(folder);
        AssertTaken(link);

        Assert.True(Directory.Exists(folder));
        Assert.Equal(Kept, File.ReadAllText(link));
    }

    public void Dispose() => _folder.Dispose();

    private void AssertTaken(string path)
    {
        IOException error = Assert.Throws<IOException>(() => TransportListener.Bind(new UnixDomainSocketEndPoint(path), logger: _logger));
        Assert.Equal($"listening on unix:{path}: address already in use", error.Message);
        Assert.True(Path.Exists(path));
        Assert.Empty(_logger.Lines);
    }

    /// <summary>A socket's file as a crash leaves it: .NET deletes it by the path it was bound to, and by then it is elsewhere.</summary>
    private string LeaveBehind()
    {
        string path = _folder.PathOf("left.sock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.PathOf("first.sock")));
        socket.Listen();
        File.Move(_folder.PathOf("first.sock"), path);
        return path;
    }

    private static Socket? TryConnect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
