using PolyType;

namespace Gobwire.Tests.Codecs;

/// <summary>How fields come into members, and what a member is that was not on the wire.</summary>
public sealed partial class StructCodecTests
{
    [Fact]
    public void A_member_left_off_is_Gos_zero_and_null_only_where_it_is_nullable()
    {
        // All fields are known to the sender, and all are zero.
        string gob = Hex.Encode(new AllNullable());
        AllNonNullable zero = Hex.Decode<AllNonNullable>(gob);
        Assert.Equal("", zero.Text);
        Assert.Empty(zero.Bytes);
        Assert.Empty(zero.List);
        Assert.Empty(zero.Map);
        Assert.Equal("", zero.Inner.Name);
        Assert.Equal(0, zero.Number);
        AllNullable none = Hex.Decode<AllNullable>(gob);
        Assert.Null(none.Text);
        Assert.Null(none.Inner);
        Assert.Null(none.Number);
        Assert.Null(none.Map);
    }

    [Fact]
    public void A_member_the_sender_lacks_is_never_null_where_that_is_not_allowed()
    {
        string gob = Hex.Encode(new OnlyNumber(7));
        AllNonNullable zero = Hex.Decode<AllNonNullable>(gob);
        Assert.Equal((7, "", ""), (zero.Number, zero.Text, zero.Inner.Name));
        Assert.Empty(zero.Bytes);
        Assert.Empty(zero.Map);
        Assert.Empty(zero.List);
    }

    [Fact]
    public void A_member_left_off_is_zero_though_the_constructor_gave_it_another_value()
    {
        WithDefaults known = Hex.Decode<WithDefaults>(Hex.Encode(new WithDefaults { Number = 0, Text = "", Maybe = null, Inner = null }));
        Assert.Equal((0, ""), (known.Number, known.Text));
        Assert.Null(known.Maybe);
        Assert.Null(known.Inner);
    }

    [Fact]
    public void A_member_the_sender_lacks_stays_as_the_constructor_made_it()
    {
        WithDefaults unknown = Hex.Decode<WithDefaults>(Hex.Encode(new Other("x")));
        Assert.Equal((5, "preset", 6), (unknown.Number, unknown.Text, unknown.Maybe));
        Assert.Equal("inner", unknown.Inner?.Name);
        Assert.Equal("x", unknown.Name);
    }

    [Fact]
    public void Constructors_required_and_init_members_are_set()
    {
        var value = new Constructed(1, "two") { Required = "three", Init = 4, Set = [5], Text = "six" };
        Constructed decoded = Hex.Decode<Constructed>(Hex.Encode(value));
        Assert.Equal((1, "two", "three", 4, "six"), (decoded.First, decoded.Second, decoded.Required, decoded.Init, decoded.Text));
        Assert.Equal([5], decoded.Set);
    }

    [Fact]
    public void Required_members_and_parameters_may_be_absent()
    {
        Constructed decoded = Hex.Decode<Constructed>(Hex.Encode(new Constructed(0, "") { Required = "", Text = "" }));
        Assert.Equal((0, "", "", 0, ""), (decoded.First, decoded.Second, decoded.Required, decoded.Init, decoded.Text));
        Constructed evolved = Hex.Decode<Constructed>(Hex.Encode(new OnlyInit(9)));
        Assert.Equal((0, "", "", 9, "preset"), (evolved.First, evolved.Second, evolved.Required, evolved.Init, evolved.Text));
    }

    [Fact]
    public void Parameters_find_their_members_whatever_their_case()
    {
        string gob = Hex.Encode(new LowerCase(3, "y"));
        Assert.Contains("0106" + Convert.ToHexStringLower("Number"u8), gob, StringComparison.Ordinal);
        LowerCase decoded = Hex.Decode<LowerCase>(gob);
        Assert.Equal((3, "y"), (decoded.Number, decoded.Text));
    }

    [Fact]
    public void Fields_and_renamed_members_travel_under_their_names()
    {
        string gob = Hex.Encode(new Renamed { Here = 1, Field = 2 });
        GobValue value = Hex.Decode<GobValue>(gob);
        Assert.Equal("""{"There":1,"Field":2}""", value.ToJson());
        Assert.Equal((1, 2), (Hex.Decode<Renamed>(gob).Here, Hex.Decode<Renamed>(gob).Field));
    }

    [Fact]
    public void A_null_object_has_no_form_but_in_a_field()
    {
        Assert.Equal(GobErrorKind.InvalidValue, Assert.Throws<GobException>(() => GobSerializer.Serialize<OnlyNumber>(null!)).Kind);
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(new Tree { Kids = [new Tree(), null!] }));
        Assert.Equal(GobErrorKind.InvalidValue, error.Kind);
        Assert.Equal("Tree.Kids[1]", error.Path);
    }

    [Fact]
    public void A_cyclic_value_is_refused()
    {
        var tree = new Tree();
        tree.Kids.Add(tree);
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(tree));
        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
    }

    [Fact]
    public void A_type_that_must_contain_itself_has_no_zero_and_says_so()
    {
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<Endless>(Hex.Encode(new OnlyNumber(7))));
        Assert.Equal(GobErrorKind.UnsupportedType, error.Kind);
    }

    [Fact]
    public void A_value_deep_but_within_the_limit_makes_the_round_trip()
    {
        Tree tree = new();
        for (int i = 0; i < 90; i++)
            tree = new Tree { Kids = [tree] };
        string gob = Hex.Encode(tree);
        Assert.Equal(gob, Hex.Encode(Hex.Decode<Tree>(gob)));
    }

    [GenerateShape, GobType(Name = "T")]
    internal sealed partial class AllNullable
    {
        public string? Text { get; set; }

        public byte[]? Bytes { get; set; }

        public List<int>? List { get; set; }

        public Dictionary<string, int>? Map { get; set; }

        public Other? Inner { get; set; }

        public int? Number { get; set; }
    }

    [GenerateShape, GobType(Name = "T")]
    internal sealed partial class AllNonNullable
    {
        public string Text { get; set; } = null!;

        public byte[] Bytes { get; set; } = null!;

        public List<int> List { get; set; } = null!;

        public Dictionary<string, int> Map { get; set; } = null!;

        public Other Inner { get; set; } = null!;

        public int Number { get; set; }
    }

    [GenerateShape]
    internal sealed partial record OnlyNumber(int Number);

    [GenerateShape]
    internal sealed partial record OnlyInit(int Init);

    [GenerateShape]
    internal sealed partial record Other(string Name);

    [GenerateShape]
    internal sealed partial class WithDefaults
    {
        public int Number { get; set; } = 5;

        public string Text { get; set; } = "preset";

        public int? Maybe { get; set; } = 6;

        public Other? Inner { get; set; } = new Other("inner");

        public string Name { get; set; } = "";
    }

    [GenerateShape]
    internal sealed partial class Constructed(int first, string second)
    {
        public int First { get; } = first;

        public string Second { get; } = second;

        public required string Required { get; set; }

        public int Init { get; init; }

        public List<int> Set { get; set; } = [];

        public string Text { get; init; } = "preset";
    }

    [GenerateShape]
    internal sealed partial class LowerCase(int number, string text)
    {
        public int Number => number;

        public string Text => text;
    }

    [GenerateShape]
    internal sealed partial class Renamed
    {
        [PropertyShape]
        public int Field;

        [PropertyShape(Name = "There", Order = -1)]
        public int Here { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Tree
    {
        public List<Tree> Kids { get; set; } = [];
    }

    [GenerateShape]
    internal sealed partial record Endless(int Number, Endless Self);
}
