using System.Net;
using PolyType;

namespace Gobwire.Tests.Codecs;

public sealed partial class NetIPCodecTests
{
    private static readonly GobOptions AsNetIP = GobOptions.Default.WithMarshaler(new GobNetIPMarshaler());

    [Fact]
    public void An_Addr_is_an_IPAddress_and_the_zero_Addr_null()
    {
        IPAddress?[] values = OpaqueStreams.Decode<IPAddress?>("netip-addr");
        Assert.Equal(
            [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1"), IPAddress.Parse("fe80::1%7"), IPAddress.Parse("::ffff:192.0.2.1"), null],
            values);
        OpaqueStreams.AssertEncodes("netip-addr", values);
    }

    [Fact]
    public void A_zone_that_is_not_a_number_is_out_of_range()
    {
        GobException error = Assert.Throws<GobException>(() => OpaqueStreams.Decode<IPAddress>("netip-zone"));
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
        Assert.Contains("eth0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_AddrPort_is_an_IPEndPoint()
    {
        IPEndPoint?[] values = OpaqueStreams.Decode<IPEndPoint?>("netip-addr-port");
        Assert.Equal([IPEndPoint.Parse("192.0.2.1:8080"), IPEndPoint.Parse("[fe80::1%7]:443"), null], values);
        OpaqueStreams.AssertEncodes("netip-addr-port", values);
    }

    [Fact]
    public void A_Prefix_is_an_IPNetwork()
    {
        IPNetwork[] values = OpaqueStreams.Decode<IPNetwork>("netip-prefix");
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("0.0.0.0/0")], values);
        OpaqueStreams.AssertEncodes("netip-prefix", values);
    }

    [Theory]
    [InlineData("netip-prefix-host")]
    [InlineData("netip-prefix-zero")]
    public void A_Prefix_that_is_no_network_is_out_of_range(string name)
    {
        GobException error = Assert.Throws<GobException>(() => OpaqueStreams.Decode<IPNetwork>(name));
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
    }

    [Fact]
    public void A_net_IP_is_read_without_being_asked_for()
    {
        Assert.Equal(
            [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")],
            OpaqueStreams.Decode<IPAddress>("net-ip"));
    }

    [Fact]
    public void Options_make_every_IPAddress_a_net_IP()
    {
        IPAddress[] values = OpaqueStreams.Decode<IPAddress>("net-ip", AsNetIP);
        // Go's first has the length of an IPv6 address, which its net.IP takes for the same.
        Assert.Equal("070a0004c0000201070a0004c0000201130a001020010db8000000000000000000000001", Hex(values, AsNetIP));
        Assert.Equal(IPAddress.Parse("fe80::1%7"), OpaqueStreams.Decode<IPAddress>("netip-addr", AsNetIP)[2]);
    }

    [Fact]
    public void Options_reach_into_collections()
    {
        // []net.IP{{192, 0, 2, 1}} in Go.
        byte[] gob = GobSerializer.Serialize<IPAddress[]>([IPAddress.Parse("192.0.2.1")], AsNetIP);
        Assert.Equal("0cff81020102ff8200010a000009ff82000104c0000201", Convert.ToHexStringLower(gob));
        Assert.Equal(IPAddress.Parse("192.0.2.1"), Assert.Single(GobSerializer.Deserialize<List<IPAddress>>(gob)));
    }

    [Fact]
    public void Fields_are_written_as_Go_writes_them()
    {
        Nets[] values = OpaqueStreams.Decode<Nets>("net-fields");
        Assert.Equal(new Nets { N = 1 }, values[0]);
        Assert.Equal(
            new Nets
            {
                Addr = IPAddress.Parse("192.0.2.1"),
                Pointer = IPAddress.Parse("192.0.2.2"),
                AddrPort = IPEndPoint.Parse("192.0.2.3:80"),
                Prefix = IPNetwork.Parse("192.0.2.0/24"),
                IP = IPAddress.Parse("192.0.2.4"),
                N = 2,
            },
            values[1]);
        // The third holds a pointer to the zero Addr, which is null here and so left off when written.
        Assert.Equal(new Nets(), values[2]);
        // A nullable IPNetwork is a *netip.Prefix, whose definition has no name and another id inside.
        string go = Convert.ToHexStringLower(OpaqueStreams.Get("net-fields"));
        string expected = go
            .Replace("05ff82020000", "03ff8200", StringComparison.Ordinal)
            .Replace("12ff870601010650726566697801ff88000000", "0aff87060102ff8a000000", StringComparison.Ordinal);
        Assert.Equal(expected, Hex(values, null));
    }

    [Fact]
    public void A_zero_address_is_an_error_where_null_is_not_allowed()
    {
        GobException error = Assert.Throws<GobException>(() => OpaqueStreams.Decode<Strict>("net-fields"));
        Assert.Equal((GobErrorKind.OutOfRange, "Strict"), (error.Kind, error.LocalType ?? "Strict"));
        Assert.Contains("nullable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_a_class_the_runtime_derives_goes_as_an_address_in_an_interface()
    {
        GobOptions options = GobOptions.Default.Register<IPAddress>("net/netip.Addr");
        object[] decoded = GobSerializer.Deserialize<object[]>(GobSerializer.Serialize<object[]>([IPAddress.Loopback], options), options);
        Assert.Equal(IPAddress.Loopback, Assert.Single(decoded));
    }

    [Theory]
    [InlineData("0102")]
    [InlineData("010203040506")]
    public void Bytes_of_another_length_are_no_address(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        byte[] gob = [.. OpaqueStreams.Get("netip-addr")[..17], (byte)(bytes.Length + 4), 0xff, 0x82, 0, (byte)bytes.Length, .. bytes];
        Assert.Equal(GobErrorKind.OutOfRange, Assert.Throws<GobException>(() => GobSerializer.Deserialize<IPAddress>(gob)).Kind);
    }

    private static string Hex<T>(T[] values, GobOptions? options)
    {
        using var output = new MemoryStream();
        var encoder = new GobEncoder(output, options);
        foreach (T value in values)
            encoder.Encode(value);
        return Convert.ToHexStringLower(output.ToArray());
    }

    [GenerateShape]
    internal sealed partial record Nets
    {
        public IPAddress? Addr { get; set; }

        public IPAddress? Pointer { get; set; }

        public IPEndPoint? AddrPort { get; set; }

        public IPNetwork? Prefix { get; set; }

        [GobMarshaler(typeof(GobNetIPMarshaler))]
        public IPAddress? IP { get; set; }

        public int N { get; set; }
    }

    [GenerateShape]
    internal sealed partial record Strict
    {
        public required IPAddress Addr { get; set; }

        public int N { get; set; }
    }
}
