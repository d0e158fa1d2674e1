using Gobwire.Tests.Golden.Types;
using Gobwire.Tests.Streams;
using PolyType.ReflectionProvider;

namespace Gobwire.Tests;

public sealed class GobOptionsTests
{
    [Fact]
    public void Options_are_equal_where_their_settings_are()
    {
        Assert.Equal(new GobOptions(), GobOptions.Default);
        Assert.Equal(new GobOptions().GetHashCode(), GobOptions.Default.GetHashCode());
        Assert.NotEqual(GobOptions.Default, GobOptions.Trusted);
        Assert.NotEqual(GobOptions.Default, GobOptions.Default with { AcceptNewEncoders = true });
        Assert.NotEqual(GobOptions.Default, GobOptions.Default with { MaxDepth = 7 });
        Assert.NotEqual(GobOptions.Default, GobOptions.Default with { MaxNameLength = 7 });
        Assert.NotEqual(GobOptions.Default, GobOptions.Default with { MaxTypeNameLength = 7 });
        Assert.NotEqual(GobOptions.Default, GobOptions.Default with { PackageName = "geo" });
        Assert.NotEqual(GobOptions.Default, GobOptions.Default with { TypeShapeProvider = ReflectionTypeShapeProvider.Default });
        Assert.NotEqual(GobOptions.Default, GobOptions.Default.Register<Point>("main.Point"));
        GobOptions registered = GobOptions.Default.Register<Point>("main.Point");
        Assert.Equal(registered, registered with { MaxDepth = registered.MaxDepth });
        Assert.Equal(registered with { MaxDepth = 7 }, registered with { MaxDepth = 7 });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Limits_are_at_least_one(int value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GobOptions { MaxDepth = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GobOptions { MaxMessageSize = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GobOptions { MaxNameLength = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GobOptions { MaxTypeNameLength = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GobOptions { MaxTypeDefinitions = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GobOptions { MaxMessageSize = 1L << 31 });
    }

    [Fact]
    public void A_name_is_not_empty()
    {
        Assert.Throws<ArgumentException>(() => GobOptions.Default.Register<Point>(""));
        Assert.Throws<ArgumentNullException>(() => new GobOptions { PackageName = null! });
    }

    [Fact]
    public void A_message_may_be_as_large_as_the_limit_and_no_larger()
    {
        // Eight bytes of content: the type id, the singleton's zero, the length and five letters.
        const string hello = "080c000568656c6c6f";
        GobOptions enough = new() { MaxMessageSize = 8 };
        GobOptions tooSmall = new() { MaxMessageSize = 7 };
        Assert.Equal("hello", Hex.Decode<string>(hello, enough));
        Assert.Equal(hello, Hex.Encode("hello", enough));
        AssertLimit(() => Hex.Decode<string>(hello, tooSmall), nameof(GobOptions.MaxMessageSize));
        AssertLimit(() => Hex.Encode("hello", tooSmall), nameof(GobOptions.MaxMessageSize));
        AssertLimit(() => new GobDecoder(new DribbleStream(Hex.Bytes(hello)), tooSmall).TrySkip(), nameof(GobOptions.MaxMessageSize));
        AssertLimit(() => new GobDecoder(ByteSegment.Cut(Hex.Bytes(hello), 1), tooSmall).TrySkip(), nameof(GobOptions.MaxMessageSize));
        AssertLimit(() => Hex.Encode(new string('x', 1_000), new GobOptions { MaxMessageSize = 999 }), nameof(GobOptions.MaxMessageSize));
    }

    [Fact]
    public void A_value_may_be_as_deep_as_the_limit_and_no_deeper()
    {
        var three = new Node(1, new Node(2, new Node(3, null)));
        string gob = Hex.Encode(three);
        GobOptions enough = new() { MaxDepth = 3 };
        GobOptions tooSmall = new() { MaxDepth = 2 };
        Assert.Equal(three, Hex.Decode<Node>(gob, enough));
        Assert.Equal(gob, Hex.Encode(three, enough));
        Hex.Decode<GobValue>(gob, enough);
        AssertLimit(() => Hex.Decode<Node>(gob, tooSmall), nameof(GobOptions.MaxDepth));
        AssertLimit(() => Hex.Decode<GobValue>(gob, tooSmall), nameof(GobOptions.MaxDepth));
        AssertLimit(() => Hex.Encode(three, tooSmall), nameof(GobOptions.MaxDepth));
        AssertLimit(() => new GobDecoder(Hex.Bytes(gob), tooSmall).TrySkip(), nameof(GobOptions.MaxDepth));
    }

    [Fact]
    public void A_stream_defines_no_more_types_than_the_limit()
    {
        string gob = Hex.Encode(new Ping(1, new Pong("two", null)));
        Hex.Decode<Ping>(gob, new GobOptions { MaxTypeDefinitions = 2 });
        AssertLimit(() => Hex.Decode<Ping>(gob, new GobOptions { MaxTypeDefinitions = 1 }), nameof(GobOptions.MaxTypeDefinitions));
    }

    [Fact]
    public void Names_are_no_longer_than_the_limit()
    {
        string gob = Hex.Encode(new Request("Arith.Multiply", 7));
        Hex.Decode<Request>(gob, new GobOptions { MaxNameLength = 13 });
        AssertLimit(() => Hex.Decode<Request>(gob, new GobOptions { MaxNameLength = 12 }), nameof(GobOptions.MaxNameLength));
        string any = Hex.Encode<object[]>([1L]);
        Hex.Decode<object[]>(any, new GobOptions { MaxNameLength = 5 });
        AssertLimit(() => Hex.Decode<object[]>(any, new GobOptions { MaxNameLength = 4 }), nameof(GobOptions.MaxNameLength));
        AssertLimit(() => Hex.Decode<GobValue>(any, new GobOptions { MaxNameLength = 4 }), nameof(GobOptions.MaxNameLength));
    }

    [Fact]
    public void Limits_of_names_hold_for_definitions_that_options_with_other_limits_have_read()
    {
        string gob = Hex.Encode(new Request("Arith.Multiply", 7));
        var read = new GobOptions();
        Hex.Decode<Request>(gob, read);
        AssertLimit(() => Hex.Decode<Request>(gob, read with { MaxNameLength = 12 }), nameof(GobOptions.MaxNameLength));
        AssertLimit(() => Hex.Decode<Request>(gob, read with { MaxTypeNameLength = 6 }), nameof(GobOptions.MaxTypeNameLength));
        AssertLimit(() => Hex.Decode<GobValue>(gob, read with { MaxTypeDefinitions = 1, MaxNameLength = 3 }), nameof(GobOptions.MaxNameLength));
        Hex.Decode<Request>(gob, read with { MaxNameLength = 13, MaxTypeNameLength = 7 });
        Hex.Decode<Request>(gob, read);
    }

    [Fact]
    public void The_package_stands_in_the_names_of_composite_types()
    {
        GobType type = Hex.Decode<GobValue>(Hex.Encode(new Outer(), new GobOptions { PackageName = "geo" })).Type;
        Assert.Equal("[]geo.Inner", type.Fields[3].Type.Name);
    }

    private static void AssertLimit(Action action, string limit)
    {
        GobException error = Assert.Throws<GobException>(action);
        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        Assert.Contains(limit, error.Message, StringComparison.Ordinal);
    }
}
