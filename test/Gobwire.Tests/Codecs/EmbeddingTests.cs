using PolyType;

namespace Gobwire.Tests.Codecs;

public sealed partial class EmbeddingTests
{
    [Fact]
    public void An_embedded_struct_is_a_field_named_as_its_type()
    {
        var decoder = new GobDecoder(OpaqueStreams.Get("embedded"));
        Assert.Equal(new Nested(new(1, "one"), 2), decoder.Decode<Nested>());
        Assert.Equal(new Nested(new(0, ""), 0), decoder.Decode<Nested>());
    }

    [Fact]
    public void The_members_of_an_embedded_base_class_are_the_embedded_structs_fields()
    {
        var decoder = new GobDecoder(OpaqueStreams.Get("embedded"));
        var one = decoder.Decode<Outer>();
        var zero = decoder.Decode<Outer>();
        var deep = decoder.Decode<Deep>();
        Assert.Equal((1, "one", 2), (one.ID, one.Name, one.X));
        Assert.Equal((0, "", 0), (zero.ID, zero.Name, zero.X));
        Assert.Equal((3, "three", 4, 5), (deep.ID, deep.Name, deep.Level, deep.X));

        using var output = new MemoryStream();
        var encoder = new GobEncoder(output);
        encoder.Encode(one);
        encoder.Encode(zero);
        encoder.Encode(deep);
        Assert.Equal(Convert.ToHexStringLower(OpaqueStreams.Get("embedded")), Convert.ToHexStringLower(output.ToArray()));
    }

    [Fact]
    public void Single_members_can_lie_in_embedded_structs_too()
    {
        var decoder = new GobDecoder(OpaqueStreams.Get("embedded"));
        FlatOuter one = decoder.Decode<FlatOuter>();
        FlatOuter zero = decoder.Decode<FlatOuter>();
        FlatDeep deep = decoder.Decode<FlatDeep>();
        Assert.Equal([new(1, "one", 2), new(0, "", 0)], new[] { one, zero });
        Assert.Equal(new FlatDeep(3, "three", 4, 5), deep);

        using var output = new MemoryStream();
        var encoder = new GobEncoder(output);
        encoder.Encode(one);
        encoder.Encode(zero);
        encoder.Encode(deep);
        Assert.Equal(Convert.ToHexStringLower(OpaqueStreams.Get("embedded")), Convert.ToHexStringLower(output.ToArray()));
    }

    [Fact]
    public void An_embedded_pointer_that_is_nil_leaves_zeros()
    {
        OuterPointer[] values = OpaqueStreams.Decode<OuterPointer>("embedded-pointer");
        Assert.Equal([(1, "one", 2), (0, "", 3)], values.Select(v => (v.ID, v.Name, v.X)));
    }

    [Fact]
    public void Where_the_sender_embeds_nothing_members_keep_what_they_are_made_with()
    {
        byte[] gob = GobSerializer.Serialize(new OnlyX(7));
        Preset value = GobSerializer.Deserialize<Preset>(gob);
        Assert.Equal(("preset", "", 7), (value.Name, value.Note, value.X));
    }

    [Fact]
    public void A_field_that_is_no_struct_does_not_match_an_embedded_one()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<Outer>(GobSerializer.Serialize(new NotEmbedded(1))));
        Assert.Equal((GobErrorKind.TypeMismatch, "Outer.Base"), (error.Kind, error.Path));
    }

    [Fact]
    public void An_error_inside_has_the_embedded_structs_name_in_its_path()
    {
        var value = new Outer { ID = 1, Name = "\ud800" };
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(value));
        Assert.Equal("Outer.Base.Name", error.Path);
    }

    [GenerateShape]
    internal sealed partial record Base(int ID, string Name);

    [GenerateShape]
    internal sealed partial record Nested(Base Base, int X);

    [GobEmbedded("Base")]
    internal class BaseClass
    {
        public int ID { get; set; }

        public string Name { get; set; } = "";
    }

    [GobEmbedded]
    internal class Mid : BaseClass
    {
        public int Level { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Outer : BaseClass
    {
        public int X { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Deep : Mid
    {
        public int X { get; set; }
    }

    [GenerateShape]
    [GobType(Name = "OuterPointer")]
    internal sealed partial class OuterPointer : BaseClass
    {
        public int X { get; set; }
    }

    [GenerateShape]
    [GobType(Name = "Outer")]
    internal sealed partial record FlatOuter(
        [GobEmbedded("Base")] int ID, [GobEmbedded("Base")] string Name, int X);

    [GenerateShape]
    [GobType(Name = "Deep")]
    internal sealed partial record FlatDeep(
        [property: GobEmbedded("Mid", "Base")] int ID,
        [property: GobEmbedded("Mid", "Base")] string Name,
        [property: GobEmbedded("Mid")] int Level,
        int X);

    [GenerateShape]
    internal sealed partial record OnlyX(int X);

    [GenerateShape]
    internal sealed partial record NotEmbedded(int Base);

    [GenerateShape]
    internal sealed partial class Preset
    {
        [GobEmbedded("Base")]
        public string Name { get; set; } = "preset";

        [GobEmbedded("Base")]
        public string Note { get; set; } = null!;

        public int X { get; set; }
    }
}
