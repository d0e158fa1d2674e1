using System.Net;
using System.Net.Sockets;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

public sealed class TransportAddressTests
{
    [Theory]
    [InlineData("localhost:80", "localhost:80")]
    [InlineData("example.org:61000", "example.org:61000")]
    [InlineData("10.0.0.1:80", "10.0.0.1:80")]
    [InlineData("[::1]:80", "[::1]:80")]
    [InlineData("[fe80::1%1]:80", "[fe80::1%1]:80")]
    [InlineData("[localhost]:80", "localhost:80")]
    [InlineData(":80", "localhost:80")]
    [InlineData("localhost", "localhost:61000")]
    [InlineData("10.0.0.1", "10.0.0.1:61000")]
    [InlineData("::1", "[::1]:61000")]
    [InlineData("[::1]", "[::1]:61000")]
    [InlineData("", "localhost:61000")]
    [InlineData("localhost:0", "localhost:0")]
    [InlineData("localhost:65535", "localhost:65535")]
    [InlineData("unix:/run/a.sock", "unix:/run/a.sock")]
    [InlineData("unix:a.sock", "unix:a.sock")]
    public void An_address_is_read_as_people_write_it(string text, string read) =>
        Assert.Equal(read, TransportAddress.Parse(text, 61_000).ToString());

    [Theory]
    [InlineData("localhost:", "invalid port")]
    [InlineData("localhost:x", "invalid port")]
    [InlineData("localhost:-1", "invalid port")]
    [InlineData("localhost:+1", "invalid port")]
    [InlineData("localhost: 1", "invalid port")]
    [InlineData("localhost:65536", "invalid port")]
    [InlineData("localhost:99999999999", "invalid port")]
    [InlineData("unix:", "invalid port")]
    [InlineData("a:b:c", "too many colons, or a bracket amiss")]
    [InlineData("[::1", "too many colons, or a bracket amiss")]
    [InlineData("[::1]80", "too many colons, or a bracket amiss")]
    public void What_is_no_address_is_refused_with_the_reason(string text, string reason)
    {
        FormatException error = Assert.Throws<FormatException>(() => TransportAddress.Parse(text, 61_000));

        Assert.Equal($"address {text}: {reason}", error.Message);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("::1")]
    public void A_port_must_be_given_where_there_is_no_default(string text)
    {
        FormatException error = Assert.Throws<FormatException>(() => TransportAddress.Parse(text));

        Assert.Equal($"address {text}: missing port", error.Message);
    }

    [Theory]
    [InlineData("", "the host's name is too long")]
    [InlineData("unix:/", "the path is too long")]
    public void Names_longer_than_the_system_takes_are_refused(string prefix, string reason)
    {
        FormatException error = Assert.Throws<FormatException>(() => TransportAddress.Parse(prefix + new string('a', 300), 1));

        Assert.EndsWith(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_are_resolved_without_asking_anyone()
    {
        EndPoint only = Assert.Single(await TransportAddress.Parse("[::1]:80").ResolveAsync(Until.Deadline));

        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 80), only);
    }

    [Fact]
    public async Task Names_are_resolved_with_the_port()
    {
        IReadOnlyList<EndPoint> all = await TransportAddress.Parse("localhost:80").ResolveAsync(Until.Deadline);

        Assert.Contains(new IPEndPoint(IPAddress.Loopback, 80), all);
    }

    [Fact]
    public async Task Unknown_names_are_an_error() =>
        await Assert.ThrowsAsync<SocketException>(() => TransportAddress.Parse("nowhere.invalid:80").ResolveAsync(Until.Deadline).AsTask());
}
