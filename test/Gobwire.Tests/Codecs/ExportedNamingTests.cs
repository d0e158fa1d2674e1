using PolyType;

namespace Gobwire.Tests.Codecs;

public sealed partial class ExportedNamingTests
{
    private static readonly GobOptions Exported = GobOptions.Default with { FieldNaming = GobNamingPolicy.Exported };

    [Theory]
    [InlineData("userName", "UserName", "UserName")]
    [InlineData("_userName", "UserName", "UserName")]
    [InlineData("userId", "UserId", "UserID")]
    [InlineData("id", "Id", "ID")]
    [InlineData("httpUrl", "HttpUrl", "HTTPURL")]
    [InlineData("Idea", "Idea", "Idea")]
    [InlineData("IPAddress", "IPAddress", "IPAddress")]
    [InlineData("XMLHttpRequest", "XMLHttpRequest", "XMLHTTPRequest")]
    [InlineData("_", "_", "_")]
    public void Names_become_ones_that_Go_exports(string member, string exported, string initialisms)
    {
        Assert.Equal(exported, GobNamingPolicy.Exported.Convert(member));
        Assert.Equal(initialisms, GobNamingPolicy.ExportedInitialisms.Convert(member));
    }

    [Fact]
    public void A_rule_names_all_members_but_those_with_a_name_of_their_own()
    {
        byte[] gob = GobSerializer.Serialize(new Camel { userName = "ada", age = 36, Given = 1 }, Exported);
        Assert.Equal(new Pascal("ada", 36, 1), GobSerializer.Deserialize<Pascal>(gob));
        Assert.Equal(["Age", "UserName", "given"], GobSerializer.Deserialize<GobValue>(gob).Type.Fields.Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.Equal(new Camel { userName = "ada", age = 36, Given = 1 }, GobSerializer.Deserialize<Camel>(gob, Exported));
    }

    [Fact]
    public void A_rule_reaches_constructors_parameters()
    {
        byte[] gob = GobSerializer.Serialize(new Pascal("ada", 36, 0));
        var value = GobSerializer.Deserialize<Constructed>(gob, Exported);
        Assert.Equal(("ada", 36), (value.userName, value.age));
        Assert.Equal(Convert.ToHexStringLower(GobSerializer.Serialize(value, Exported)), Convert.ToHexStringLower(GobSerializer.Serialize(value, Exported)));
        Assert.Equal("ada", GobSerializer.Deserialize<Pascal>(GobSerializer.Serialize(value, Exported)).UserName);
    }

    [Fact]
    public void A_positional_records_member_may_be_renamed()
    {
        var value = new Renamed(1, [2, 3], 4);
        GobValue untyped = GobSerializer.Deserialize<GobValue>(GobSerializer.Serialize(value));
        Assert.Equal(["X", "Pair", "Plain"], untyped.Type.Fields.Select(f => f.Name));
        Assert.Equal("[2]int", untyped.Type.Fields[1].Type.ToString());
        Renamed back = GobSerializer.Deserialize<Renamed>(GobSerializer.Serialize(value));
        Assert.Equal((1, 4), (back.First, back.Plain));
        Assert.Equal([2, 3], back.Pair);
    }

    [Fact]
    public void Two_members_with_one_name_are_an_error()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(new Clash(), Exported));
        Assert.Equal(GobErrorKind.UnsupportedType, error.Kind);
        Assert.Contains("named Name", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, GobSerializer.Deserialize<Clash>(GobSerializer.Serialize(new Clash { Name = 1, name = 2 })).name);
    }

    [Fact]
    public void Options_with_and_without_a_rule_share_nothing()
    {
        Assert.NotEqual(GobOptions.Default, Exported);
        GobSerializer.Serialize(new Camel { age = 1 }, Exported);
        Assert.Contains("age", GobSerializer.Deserialize<GobValue>(GobSerializer.Serialize(new Camel { age = 1 })).Type.Fields.Select(f => f.Name));
    }

    [Fact]
    public void Fields_may_be_added_removed_reordered_and_renamed()
    {
        byte[] old = GobSerializer.Serialize(new Version1 { Gone = 1, Name = "n", Count = 3, OldName = "o" });
        Version2 value = GobSerializer.Deserialize<Version2>(old);
        Assert.Equal(new Version2 { Added = "default", Count = 3, Name = "n", NewName = "o" }, value);

        Version1 back = GobSerializer.Deserialize<Version1>(GobSerializer.Serialize(value));
        Assert.Equal(new Version1 { Name = "n", Count = 3, OldName = "o" }, back);
    }

    [Fact]
    public void Without_a_field_in_common_a_value_is_refused_as_in_Go()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<Version2>(GobSerializer.Serialize(new Stranger { Other = 1 })));
        Assert.Equal(GobErrorKind.TypeMismatch, error.Kind);
    }

    [GenerateShape]
    internal sealed partial record Camel
    {
        public string userName { get; set; } = "";

        public int age { get; set; }

        [PropertyShape(Name = "given")]
        public int Given { get; set; }
    }

    [GenerateShape]
    internal sealed partial record Pascal(string UserName, int Age, [property: PropertyShape(Name = "given")] int Given);

    [GenerateShape]
    internal sealed partial record Renamed([property: PropertyShape(Name = "X")] int First, [GobArray(2)] int[] Pair, int Plain);

    [GenerateShape]
    internal sealed partial class Constructed(string userName, int age)
    {
        public string userName { get; } = userName;

        public int age { get; } = age;
    }

    [GenerateShape]
    internal sealed partial record Clash
    {
        public int Name { get; set; }

        public int name { get; set; }
    }

    [GenerateShape]
    internal sealed partial record Version1
    {
        public int Gone { get; set; }

        public string Name { get; set; } = "";

        public int Count { get; set; }

        public string OldName { get; set; } = "";
    }

    [GenerateShape]
    internal sealed partial record Version2
    {
        public string Added { get; set; } = "default";

        public int Count { get; set; }

        [PropertyShape(Name = "OldName")]
        public string NewName { get; set; } = "";

        public string Name { get; set; } = "";
    }

    [GenerateShape]
    internal sealed partial record Stranger
    {
        public int Other { get; set; }
    }
}
