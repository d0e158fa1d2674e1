namespace Gobwire.Tests.Values;

public sealed class GobMapTests
{
    private static readonly GobType Ages = GobType.MapOf(GobType.String, GobType.Int);

    [Fact]
    public void Entries_are_set_found_and_removed_by_key()
    {
        var ages = new GobMap(Ages) { { "Ann", 30 }, { "Bob", 31 } };
        ages["Cid"] = 32;
        ages["Bob"] = 41;

        Assert.Equal("""{"Ann":30,"Bob":41,"Cid":32}""", ages.ToJson());
        Assert.True(ages.Remove("Ann"));
        Assert.False(ages.Remove("Ann"));
        Assert.Equal("""{"Bob":41,"Cid":32}""", ages.ToJson());
        Assert.Equal(41, ((GobValue)ages)["Bob"].AsInt64());
        Assert.Throws<ArgumentException>(() => ages.Add("Bob", 1));
        Assert.Throws<GobException>(() => ages["Ann"]);
        Assert.False(ages.TryGetValue("Ann", out _));
        ages.Clear();
        Assert.Equal("{}", ages.ToJson());
    }

    [Fact]
    public void A_key_is_a_value_of_any_form()
    {
        GobType point = GobType.StructOf("Point", new GobField("X", GobType.Int), new GobField("Y", GobType.Int));
        var names = new GobMap(GobType.MapOf(point, GobType.String));
        names[new GobStruct(point) { ["X"] = 1 }] = "a";
        names[new GobStruct(point) { ["X"] = 1, ["Y"] = 0 }] = "b";
        Assert.Equal("""[[{"X":1},"b"]]""", names.ToJson());

        var numbers = new GobMap(GobType.MapOf(GobType.Int, GobType.String)) { { 3, "three" } };
        Assert.Equal("three", ((GobValue)numbers)[3].AsString());
        Assert.Equal("three", numbers[3u].AsString());
    }

    [Fact]
    public void A_key_or_an_element_of_another_type_is_refused()
    {
        var ages = new GobMap(Ages);
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => ages[1] = 2).Kind);
        GobException error = Assert.Throws<GobException>(() => ages["Ann"] = "old");
        Assert.Equal((GobErrorKind.TypeMismatch, "[\"Ann\"]"), (error.Kind, error.Path));
        Assert.Empty(ages);
        Assert.Throws<ArgumentException>(() => new GobMap(GobType.Int));
    }

    [Fact]
    public void A_key_that_came_twice_counts_as_its_last_entry_and_goes_out_twice()
    {
        // map[string]int with the key a twice.
        byte[] gob = Convert.FromHexString("0dff8104010103ff8200010c01040000".Replace("0103ff82", "02ff82", StringComparison.Ordinal));
        byte[] value = Convert.FromHexString("0aff82000201610201610400"[..^2]);
        byte[] stream = [(byte)(gob.Length - 1), .. gob[1..], (byte)(value.Length - 1), .. value[1..]];
        var map = (GobMap)GobSerializer.Deserialize<GobValue>(stream);

        Assert.Equal(2, map.Count);
        Assert.Equal(2, map["a"].AsInt64());
        Assert.Equal(stream, GobSerializer.Serialize<GobValue>(map));
        Assert.True(map.ValueEquals(new GobMap(Ages) { { "a", 2 } }));
        Assert.True(map.Remove("a"));
        Assert.Empty(map);
    }
}
