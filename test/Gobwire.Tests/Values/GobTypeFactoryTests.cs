using System.Buffers;

namespace Gobwire.Tests.Values;

public sealed class GobTypeFactoryTests
{
    private static readonly Dictionary<string, GobType> None = [];

    public static TheoryData<string, GobType> Golden => new()
    {
        { "doc-point", Point() },
        { "many-same", Point() },
        { "rpc-request", GobType.StructOf("Request", new("ServiceMethod", GobType.String), new("Seq", GobType.Uint)) },
        { "article", Article() },
        { "article-zero", Article() },
        { "recursive-list", GobType.StructOf("Node", self => [new("Value", GobType.Int), new("Next", self)]) },
        // Not recursive-tree: its []*Tree is called so in Go, and a type made by hand knows no pointers.
        { "recursive-mutual", PingPong() },
        { "struct-deep", Deep() },
        { "struct-anonymous", GobType.StructOf("", new("A", GobType.Int), new("B", GobType.StructOf("", new GobField("C", GobType.String)))) },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Types_made_by_hand_get_the_ids_and_names_that_Go_gives(string name, GobType type)
    {
        SampleStream sample = SampleStream.All[name];
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output);
        // Only the first value's type; maps in the order of the wire.
        encoder.Encode(GobValue.ParseJson(sample.Decode()[0].ToJson(), type, None));

        Assert.StartsWith(Convert.ToHexStringLower(output.WrittenSpan), Convert.ToHexStringLower(sample.Gob), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_made_twice_is_defined_once_a_stream()
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output);
        encoder.Encode<GobValue>(new GobStruct(Point()) { ["X"] = 22, ["Y"] = 33 });
        int first = output.WrittenCount;
        encoder.Encode<GobValue>(new GobStruct(Point()) { ["X"] = 22, ["Y"] = 33 });

        Assert.Equal("07ff82012c014200", Convert.ToHexStringLower(output.WrittenSpan[first..]));
    }

    [Fact]
    public void A_type_made_by_hand_has_no_id_until_it_is_received()
    {
        Assert.Equal(0, Point().Id);
        GobValue received = GobSerializer.Deserialize<GobValue>(GobSerializer.Serialize<GobValue>(new GobStruct(Point())));
        Assert.Equal(65, received.Type.Id);
        Assert.True(received.Type.IsAlike(Point()));
    }

    [Fact]
    public void Types_are_alike_by_kind_length_and_field_names()
    {
        Assert.True(PingPong().IsAlike(PingPong()));
        Assert.True(GobType.StructOf("A", new GobField("X", GobType.Int)).IsAlike(GobType.StructOf("B", new GobField("X", GobType.Int))));
        Assert.False(Point().IsAlike(GobType.StructOf("Point", new("Y", GobType.Int), new("X", GobType.Int))));
        Assert.False(GobType.ArrayOf(GobType.Int, 2).IsAlike(GobType.ArrayOf(GobType.Int, 3)));
        Assert.False(GobType.SliceOf(GobType.Int).IsAlike(GobType.SliceOf(GobType.Uint)));
    }

    [Fact]
    public void What_Go_has_no_type_for_is_refused()
    {
        Assert.Throws<ArgumentException>(() => GobType.MapOf(GobType.Bytes, GobType.Int));
        Assert.Throws<ArgumentException>(() => GobType.MapOf(GobType.SliceOf(GobType.Int), GobType.Int));
        Assert.Throws<ArgumentException>(() => GobType.StructOf("T", new("A", GobType.Int), new("A", GobType.Int)));
        Assert.Throws<ArgumentException>(() => GobType.StructOf("T", new GobField("", GobType.Int)));
        Assert.Throws<ArgumentException>(() => GobType.OpaqueOf(GobTypeKind.Struct));
        Assert.Throws<ArgumentOutOfRangeException>(() => GobType.ArrayOf(GobType.Int, -1));
    }

    [Fact]
    public void An_opaque_type_made_by_hand_is_defined_as_Go_does()
    {
        SampleStream time = SampleStream.All["time"];
        GobValue value = GobValue.ParseJson("\"2026-11-23T19:36:00.123456789Z\"", GobType.OpaqueOf(GobTypeKind.GobEncoder, "Time"), None);
        Assert.StartsWith(Convert.ToHexStringLower(GobSerializer.Serialize(value)), Convert.ToHexStringLower(time.Gob), StringComparison.Ordinal);
    }

    private static GobType Point() => GobType.StructOf("Point", new("X", GobType.Int), new("Y", GobType.Int));

    private static GobType Article() => GobType.StructOf(
        "complexData",
        self =>
        [
            new("N", GobType.Int), new("S", GobType.String), new("M", GobType.MapOf(GobType.String, GobType.Int)), new("P", GobType.Bytes), new("C", self),
        ]);

    private static GobType PingPong() => GobType.StructOf(
        "Ping",
        ping =>
        [
            new("N", GobType.Int),
            new("Pong", GobType.StructOf("Pong", new("S", GobType.String), new("Ping", ping))),
        ]);

    private static GobType Deep() => GobType.StructOf(
        "Deep",
        new("L", GobType.SliceOf(GobType.SliceOf(GobType.SliceOf(GobType.Int)))),
        new("M", GobType.MapOf(GobType.String, GobType.MapOf(GobType.Int, GobType.SliceOf(GobType.String)))),
        new("A", GobType.ArrayOf(GobType.SliceOf(GobType.MapOf(GobType.String, Point())), 2)));
}
