namespace Gobwire.Tests.Json;

public sealed class GobJsonInferenceTests
{
    [Theory]
    [InlineData("1", "int")]
    [InlineData("-9223372036854775808", "int")]
    [InlineData("18446744073709551615", "uint")]
    [InlineData("1.0", "float")]
    [InlineData("1e3", "float")]
    [InlineData("\"x\"", "string")]
    [InlineData("true", "bool")]
    [InlineData("[1,2]", "[]int")]
    [InlineData("[1,2.5]", "[]float")]
    [InlineData("[1,18446744073709551615]", "[]uint")]
    [InlineData("[-1,18446744073709551615]", "[]interface")]
    [InlineData("[]", "[]interface")]
    [InlineData("[[],[1]]", "[][]int")]
    [InlineData("[1,\"a\"]", "[]interface")]
    [InlineData("[1,null]", "[]interface")]
    [InlineData("{\"$type\":\"int\",\"$value\":1}", "interface")]
    public void The_type_is_the_one_the_text_suggests(string json, string type) =>
        Assert.Equal(type, GobValue.ParseJson(json).Type.ToString());

    [Theory]
    [InlineData("{\"A\":1,\"B\":{\"C\":\"x\"},\"D\":null,\"E\":[]}", "A int;B struct;")]
    [InlineData("{}", "")]
    [InlineData("{\"L\":[{\"X\":1},{\"Y\":\"y\"},{\"X\":2.5}]}", "L []struct;")]
    public void An_object_is_a_struct_of_the_fields_that_have_a_type(string json, string fields) =>
        Assert.Equal(fields, string.Concat(GobValue.ParseJson(json).Type.Fields.Select(f => $"{f.Name} {f.Type};")));

    [Fact]
    public void Elements_that_are_objects_share_the_fields_of_all()
    {
        GobValue value = GobValue.ParseJson("""[{"X":1},{"Y":"y","L":[]},{"X":2.5,"L":[3]}]""");
        Assert.Equal("X float;Y string;L []int;", string.Concat(value.Type.Element!.Fields.Select(f => $"{f.Name} {f.Type};")));
        Assert.Equal("""[{"X":1},{"Y":"y"},{"X":2.5,"L":[3]}]""", value.ToJson());
    }

    [Fact]
    public void Mixed_elements_are_interface_values_under_Go_s_own_names() =>
        Assert.Equal(
            """[null,{"$type":"int","$value":1},{"$type":"string","$value":"a"},{"$type":"[]int","$value":[2]},{"$type":"float64","$value":0.5}]""",
            GobValue.ParseJson("""[null,1,"a",[2],0.5]""").ToJson());

    [Fact]
    public void A_named_struct_is_inferred_with_its_declared_name()
    {
        GobValue value = GobValue.ParseJson("""{"S":{"$type":"*example.org/geo.Square","$value":{"Side":2.5}}}""");
        var inside = Assert.IsType<GobInterface>(value["S"]);
        Assert.Equal(("*example.org/geo.Square", "Square"), (inside.Name, inside.Value!.Type.Name));
    }

    [Theory]
    [InlineData("null", GobErrorKind.InvalidValue)]
    [InlineData("18446744073709551616", GobErrorKind.OutOfRange)]
    [InlineData("{\"A\":1,\"A\":2}", GobErrorKind.Malformed)]
    [InlineData("{\"\":1}", GobErrorKind.TypeMismatch)]
    [InlineData("[1,{\"X\":1}]", GobErrorKind.TypeMismatch)]
    [InlineData("[1,[[2]]]", GobErrorKind.TypeMismatch)]
    [InlineData("{\"$type\":\"x.Y\"}", GobErrorKind.TypeMismatch)]
    [InlineData("{\"$type\":\"\",\"$value\":1}", GobErrorKind.TypeMismatch)]
    [InlineData("{\"$type\":\"x.Y\",\"$value\":null}", GobErrorKind.InvalidValue)]
    [InlineData("[1", GobErrorKind.Malformed)]
    [InlineData("1 2", GobErrorKind.Malformed)]
    [InlineData("", GobErrorKind.Malformed)]
    public void What_has_no_type_is_an_error(string json, GobErrorKind kind) =>
        Assert.Equal(kind, Assert.Throws<GobException>(() => GobValue.ParseJson(json)).Kind);

    [Fact]
    public void A_text_too_deep_is_an_error_and_no_end_of_the_process() =>
        Assert.Equal(
            GobErrorKind.LimitExceeded, Assert.Throws<GobException>(() => GobValue.ParseJson(new string('[', 100_000) + new string(']', 100_000))).Kind);
}
