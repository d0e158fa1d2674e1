namespace Gobwire.Tests.Values;

public sealed class GobStructTests
{
    private static readonly GobType Node = GobType.StructOf(
        "Node", self => [new("Value", GobType.Int), new("Name", GobType.String), new("Tags", GobType.SliceOf(GobType.String)), new("Next", self)]);

    [Fact]
    public void A_field_takes_its_place_on_the_wire_whenever_it_is_set()
    {
        var node = new GobStruct(Node);
        node["Next"] = new GobStruct(Node);
        node["Value"] = 1;
        node["Name"] = "one";

        Assert.Equal("""{"Value":1,"Name":"one","Next":{}}""", node.ToJson());
        Assert.Equal(["Value", "Name", "Next"], node.Select(f => f.Key));
    }

    [Fact]
    public void A_field_set_to_zero_leaves_the_wire()
    {
        var node = new GobStruct(Node) { ["Value"] = 1, ["Name"] = "one" };
        node["Value"] = 0;
        node["Name"] = "";

        Assert.Equal("{}", node.ToJson());
        Assert.Empty(node);
        Assert.Equal(0, node["Value"].AsInt64());
        Assert.False(node.TryGet("Value", out _));
    }

    [Fact]
    public void A_slice_is_on_the_wire_while_it_has_elements()
    {
        var tags = new GobSequence(Node.Fields[2].Type);
        var node = new GobStruct(Node) { ["Tags"] = tags };
        Assert.Equal("{}", node.ToJson());
        tags.Add("a");
        Assert.Equal("""{"Tags":["a"]}""", node.ToJson());
        tags.Clear();
        Assert.Equal("{}", node.ToJson());
    }

    [Fact]
    public void Structs_and_maps_and_arrays_stay_though_they_are_empty()
    {
        GobType type = GobType.StructOf(
            "T",
            new GobField("S", GobType.StructOf("E")),
            new GobField("M", GobType.MapOf(GobType.String, GobType.Int)),
            new GobField("A", GobType.ArrayOf(GobType.Int, 2)));
        var value = new GobStruct(type);
        foreach (GobField field in type.Fields)
            value[field.Name] = GobValue.ZeroOf(field.Type);

        Assert.Equal("""{"S":{},"M":{},"A":[0,0]}""", value.ToJson());
        value["M"] = null;
        Assert.True(value.Remove("S"));
        Assert.False(value.Remove("S"));
        Assert.Equal("""{"A":[0,0]}""", value.ToJson());
    }

    [Fact]
    public void What_is_not_on_the_wire_reads_as_zero_at_any_depth_and_cannot_be_edited()
    {
        var node = new GobStruct(Node);
        Assert.Equal("", node["Next"]["Next"]["Name"].AsString());
        Assert.Empty(node["Next"]["Tags"].AsSequence());
        Assert.Throws<InvalidOperationException>(() => node["Next"]["Value"] = 1);
        Assert.Throws<InvalidOperationException>(() => node["Tags"].AsSequence().Add("lost"));
        Assert.Equal("{}", node.ToJson());
    }

    [Fact]
    public void A_field_of_another_type_is_refused_with_its_path()
    {
        var node = new GobStruct(Node);
        GobException error = Assert.Throws<GobException>(() => node["Name"] = 5);
        Assert.Equal((GobErrorKind.TypeMismatch, "Name"), (error.Kind, error.Path));
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => node["Nobody"] = 5).Kind);
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => node["Nobody"]).Kind);
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => node["Next"] = new GobStruct(GobType.StructOf("Other"))).Kind);
    }

    [Fact]
    public void A_number_becomes_one_of_the_field_s_type_if_it_fits()
    {
        GobType type = GobType.StructOf(
            "N", new GobField("U", GobType.Uint), new GobField("F", GobType.Float), new GobField("I", GobType.Int), new GobField("A", GobType.Interface));
        var value = new GobStruct(type) { ["U"] = 5, ["F"] = 7, ["I"] = 9u, ["A"] = "text" };

        Assert.Equal("""{"U":5,"F":7,"I":9,"A":{"$type":"string","$value":"text"}}""", value.ToJson());
        Assert.Equal(GobErrorKind.OutOfRange, Assert.Throws<GobException>(() => value["U"] = -1).Kind);
        Assert.Equal(GobErrorKind.OutOfRange, Assert.Throws<GobException>(() => value["I"] = ulong.MaxValue).Kind);
        Assert.Equal(GobErrorKind.OutOfRange, Assert.Throws<GobException>(() => value["F"] = (1L << 53) + 1).Kind);
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => value["A"] = new GobStruct(type)).Kind);
    }

    [Fact]
    public void A_received_struct_is_edited_and_goes_out_with_its_own_types_and_ids()
    {
        SampleStream article = SampleStream.All["article"];
        GobValue value = article.Decode()[0];
        long n = value["C"]["N"].AsInt64();
        value["C"]["N"] = 0;
        value["C"]["N"] = n;
        value["P"] = value["P"].AsBytes().ToArray();

        Assert.Equal(article.Gob, GobSerializer.Serialize(value));
    }

    [Fact]
    public void An_explicit_zero_that_was_received_goes_out_again_and_equals_an_absent_one()
    {
        // A Point whose X stands there as 0, which Go would have left out.
        byte[] gob = Convert.FromHexString("1fff8103010105506f696e7401ff82000102010158010400010159010400000007ff820100014200".Replace(" ", "", StringComparison.Ordinal));
        GobValue value = GobSerializer.Deserialize<GobValue>(gob);
        Assert.Equal("""{"X":0,"Y":33}""", value.ToJson());
        Assert.Equal(gob, GobSerializer.Serialize(value));
        Assert.True(value.ValueEquals(new GobStruct(value.Type) { ["Y"] = 33 }));
    }
}
