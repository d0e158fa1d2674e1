using System.Net;
using System.Net.Sockets;

namespace Gobwire.Transport.Tests;

public sealed class PeerNameTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:80")]
    [InlineData("::1", "[::1]:80")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1:80")]
    public void Addresses_are_named_as_people_write_them(string address, string name) =>
        Assert.Equal(name, PeerName.Of(new IPEndPoint(IPAddress.Parse(address), 80)));

    [Fact]
    public void Unix_sockets_are_named_by_their_path() => Assert.Equal("unix:/run/a.sock", PeerName.Of(new UnixDomainSocketEndPoint("/run/a.sock")));

    [Fact]
    public void What_has_no_end_point_is_in_memory() => Assert.Equal("(memory)", PeerName.Of(null));
}
