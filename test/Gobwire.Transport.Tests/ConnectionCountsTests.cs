using System.Net;
using System.Net.Sockets;

namespace Gobwire.Transport.Tests;

public sealed class ConnectionCountsTests
{
    private static readonly IPEndPoint Peer = new(IPAddress.Parse("10.0.0.1"), 1_000);

    [Fact]
    public void The_limit_of_all_refuses_and_takes_again_when_one_leaves()
    {
        var counts = new ConnectionCounts(max: 2, maxPerAddress: 2);
        Assert.Null(counts.TryEnter(Peer));
        Assert.Null(counts.TryEnter(null));
        Assert.Equal("2 connections are held already", counts.TryEnter(null)?.Reason);

        counts.Leave(Peer);

        Assert.Null(counts.TryEnter(null));
        Assert.Equal(2, counts.Count);
    }

    [Fact]
    public void The_limit_of_an_address_does_not_concern_others()
    {
        var counts = new ConnectionCounts(max: 10, maxPerAddress: 1);
        Assert.Null(counts.TryEnter(Peer));

        Assert.Equal("1 connections of this address are held already", counts.TryEnter(new IPEndPoint(Peer.Address, 2_000))?.Reason);
        Assert.Null(counts.TryEnter(new IPEndPoint(IPAddress.Parse("10.0.0.2"), 1_000)));
        counts.Leave(Peer);
        Assert.Null(counts.TryEnter(Peer));
    }

    [Fact]
    public void An_IPv4_address_is_the_same_by_an_IPv6_socket()
    {
        var counts = new ConnectionCounts(max: 10, maxPerAddress: 1);
        Assert.Null(counts.TryEnter(Peer));

        Assert.NotNull(counts.TryEnter(new IPEndPoint(Peer.Address.MapToIPv6(), 1_000)));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::2")]
    [InlineData("fe80::1%1", "fe80::2%2")]
    public void IPv6_addresses_of_one_64_are_one(string address, string other)
    {
        var counts = new ConnectionCounts(max: 10, maxPerAddress: 1);
        Assert.Null(counts.TryEnter(new IPEndPoint(IPAddress.Parse(address), 1_000)));

        ConnectionRefusal? refusal = counts.TryEnter(new IPEndPoint(IPAddress.Parse(other), 2_000));

        Assert.Equal("1 connections of this address's /64 are held already", refusal?.Reason);
        Assert.Equal("max_connections_per_address", refusal?.ErrorType);
        counts.Leave(new IPEndPoint(IPAddress.Parse(address), 1_000));
        Assert.Null(counts.TryEnter(new IPEndPoint(IPAddress.Parse(other), 2_000)));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    [InlineData("2001:db8:1:2::1", "2001:db9:1:2::1")]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.2")]
    [InlineData("64:ff9b::10.0.0.1", "64:ff9b::10.0.0.2")]
    [InlineData("0:0:a00:1::", "10.0.0.1")]
    public void Other_64s_and_IPv4_addresses_are_others(string address, string other)
    {
        var counts = new ConnectionCounts(max: 10, maxPerAddress: 1);

        Assert.Null(counts.TryEnter(new IPEndPoint(IPAddress.Parse(address), 1_000)));
        Assert.Null(counts.TryEnter(new IPEndPoint(IPAddress.Parse(other), 1_000)));
    }

    [Fact]
    public void Unix_peers_have_no_address_to_count()
    {
        var counts = new ConnectionCounts(max: 10, maxPerAddress: 1);

        Assert.Null(counts.TryEnter(new UnixDomainSocketEndPoint("a")));
        Assert.Null(counts.TryEnter(new UnixDomainSocketEndPoint("a")));
    }

    [Fact]
    public async Task Many_threads_count_right()
    {
        var counts = new ConnectionCounts(max: int.MaxValue, maxPerAddress: int.MaxValue);

        await Parallel.ForAsync(0, 10_000, TestContext.Current.CancellationToken, (i, _) =>
        {
            counts.TryEnter(Peer);
            counts.Leave(Peer);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(0, counts.Count);
    }
}
