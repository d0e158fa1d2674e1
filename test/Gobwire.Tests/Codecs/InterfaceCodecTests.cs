using System.Numerics;
using Gobwire.Tests.Golden;
using PolyType;
using PolyType.ReflectionProvider;

namespace Gobwire.Tests.Codecs;

/// <summary>Interface values both ways; all bytes are Go's.</summary>
public sealed partial class InterfaceCodecTests
{
    /// <summary>Anys{[]any{Point{1, 2}, Line{Point{3, 4}, Point{5, 6}}, Point{7, 8}}}: a value in three messages.</summary>
    private const string Split =
        "19ff8103010104416e797301ff8200010101014c01ff840000001cff830201010e5b5d696e74657266616365207b7d01ff8400011000002e"
        + "ff8201030a6d61696e2e506f696e74ff8503010105506f696e7401ff86000102010158010400010159010400000036ff86050102010400096d61696e2e4c"
        + "696e65ff87030101044c696e6501ff88000102010446726f6d01ff86000102546f01ff8600000024ff880d01010601080001010a010c00000a6d61696e2e506f696e74"
        + "ff8605010e01100000";

    /// <summary>One value of each basic type Go registers from the start.</summary>
    private const string Numbers =
        "19ff8103010104416e797301ff8200010101014c01ff840000001cff830201010e5b5d696e74657266616365207b7d01ff840001100000ffc6ff82011103696e74"
        + "0402000204696e74380402000405696e7431360402000605696e7433320402000805696e7436340402000a0475696e74060200060575696e7438060200070675"
        + "696e743136060200080675696e743332060200090675696e7436340602000a0775696e747074720602000b07666c6f61743332080400fef83f07666c6f617436"
        + "34080400fe044009636f6d706c657836340e0500fef03f000a636f6d706c65783132380e0300400004626f6f6c0202000106737472696e670c0300017300";

    private static readonly GobOptions Options = GobOptions.Default.Register<Point>("main.Point").Register<Line>("main.Line").Register<Holder>("main.Holder");

    [Fact]
    public void A_value_may_be_split_over_several_messages()
    {
        var value = new Anys([new Point(1, 2), new Line(new Point(3, 4), new Point(5, 6)), new Point(7, 8)]);
        Structural.Equal(value, Hex.Decode<Anys>(Split, Options));
        Structural.Equal(value, Hex.Decode<Anys>(Hex.Encode(value, Options), Options));
        Assert.Equal(Split, Hex.Encode(value, Options));
    }

    [Fact]
    public void Basic_types_have_their_names_from_the_start()
    {
        object[] expected =
        [
            1L, (sbyte)2, (short)3, 4, 5L, 6UL, (byte)7, (ushort)8, 9U, 10UL, 11UL, 1.5f, 2.5, Complex.One, new Complex(2, 0), true, "s",
        ];
        Structural.Equal(expected, Hex.Decode<Anys>(Numbers).L);
        Structural.Equal(expected, Hex.Decode<Anys>(Hex.Encode(new Anys(expected))).L.Select(Widened(expected)).ToArray());
    }

    [Fact]
    public void An_int_in_an_object_comes_back_as_a_long_and_goes_on_as_int64_unless_it_is_cast_or_kept_without_type()
    {
        string gob = Hex.Encode(new Anys([5]));
        Anys value = Hex.Decode<Anys>(gob);
        Assert.Equal([5L], value.L);
        Assert.Equal("""{"L":[{"$type":"int64","$value":5}]}""", Hex.Decode<GobValue>(Hex.Encode(value)).ToJson());
        Assert.Equal(gob, Hex.Encode(new Anys([(int)(long)value.L[0]!])));
        Assert.Equal(gob, Hex.Encode(Hex.Decode<GobValue>(gob)));
    }

    [Fact]
    public void Slices_of_basic_types_have_their_names_from_the_start()
    {
        object[] values = [new long[] { 1 }, new[] { "a" }, new[] { 1.5 }, new[] { true }, "x"u8.ToArray(), new ushort[] { 9 }, new sbyte[] { -1 }];
        Structural.Equal(values, Hex.Decode<Anys>(Hex.Encode(new Anys(values))).L);
        Structural.Equal(new object[] { new[] { "a" } }, Hex.Decode<Anys>(Hex.Encode(new Anys([new List<string> { "a" }]))).L);
    }

    [Fact]
    public void An_object_may_stand_in_an_object_of_its_own_type()
    {
        const string gob = "1aff8103010106486f6c64657201ff82000101010156011000000025ff82010b6d61696e2e486f6c646572ff8212010b6d61696e2e486f6c646572ff8201000000";
        var value = new Holder(new Holder(new Holder(null)));
        Assert.Equal(gob, Hex.Encode(value, Options));
        Assert.Equal(value, Hex.Decode<Holder>(gob, Options));
    }

    [Fact]
    public void A_type_of_the_base_library_travels_under_the_name_it_is_given()
    {
        const string gob = "1aff8103010106486f6c64657201ff8200010101015601100000001dff82010974696d652e54696d65"
            + "ff830501010454696d6501ff8400000015ff8411000f010000000ee2968ca0075bccbcffff00";
        GobOptions options = GobOptions.Default.Register<DateTimeOffset>("time.Time");
        DateTimeOffset time = new DateTimeOffset(2026, 11, 23, 19, 36, 0, TimeSpan.Zero).AddTicks(1_234_567);
        Assert.Equal(gob, Hex.Encode(new Holder(time), options));
        Assert.Equal(new Holder(time), Hex.Decode<Holder>(gob, options));
    }

    [Fact]
    public void Maps_and_slices_of_any_nest()
    {
        const string gob = "0eff81040102ff8200010c011000005aff8200010161176d61705b737472696e675d696e74657266616365207b7dff821f000101620e"
            + "5b5d696e74657266616365207b7dff83020102ff84000110000019ff8416000203696e740402000206737472696e670c03000178";
        GobOptions options = GobOptions.Default
            .Register<Dictionary<string, object>>("map[string]interface {}").Register<List<object>>("[]interface {}");
        var value = new Dictionary<string, object> { ["a"] = new Dictionary<string, object> { ["b"] = new List<object> { 1, "x" } } };
        Assert.Equal(gob, Hex.Encode(value, options));
        var inner = (Dictionary<string, object>)Hex.Decode<Dictionary<string, object>>(gob, options)["a"];
        Structural.Equal(new List<object> { 1L, "x" }, inner["b"]);
    }

    [Fact]
    public void Any_comes_and_goes_at_top_level_only_inside_a_collection()
    {
        const string gob = "0cff81020102ff82000110000019ff82000303696e740402000206737472696e670c0300016100";
        Assert.Equal(gob, Hex.Encode<object?[]>([1, "a", null]));
        Structural.Equal(new object?[] { 1L, "a", null }, Hex.Decode<object?[]>(gob));
    }

    [Fact]
    public void A_type_without_a_name_is_refused_when_encoding()
    {
        GobException error = Assert.Throws<GobException>(() => Hex.Encode(new Anys([1, new Point(1, 2)])));
        Assert.Equal((GobErrorKind.InvalidValue, "Anys.L[1]"), (error.Kind, error.Path));
        Assert.Contains("Point", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_not_registered_is_refused_when_decoding()
    {
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<Anys>(Split, GobOptions.Default.Register<Point>("main.Point")));
        Assert.Equal((GobErrorKind.UnknownName, "Anys.L[1]", "main.Line"), (error.Kind, error.Path, error.WireType));
    }

    [Fact]
    public void A_later_name_takes_the_place_of_an_earlier()
    {
        GobOptions renamed = Options.Register<Point>("example.org/geo.Point");
        GobValue value = Hex.Decode<GobValue>(Hex.Encode(new Holder(new Point(1, 2)), renamed));
        Assert.Equal("""{"V":{"$type":"example.org/geo.Point","$value":{"X":1,"Y":2}}}""", value.ToJson());
    }

    [Fact]
    public void Derived_types_have_names_in_their_base_type()
    {
        foreach (Animal animal in (Animal[])[new Dog("Rex"), new Cat(9)])
        {
            string gob = Hex.Encode(new Zoo(animal, [animal, null]));
            Structural.Equal(new Zoo(animal, [animal, null]), Hex.Decode<Zoo>(gob));
        }

        Assert.Equal(
            """{"First":{"$type":"main.Dog","$value":{"Name":"Rex"}}}""", Hex.Decode<GobValue>(Hex.Encode(new Zoo(new Dog("Rex"), []))).ToJson());
    }

    [Fact]
    public void Nil_is_refused_for_a_member_that_is_not_nullable_and_taken_by_one_that_is()
    {
        string nil = Hex.Encode(new Holder(null));
        Assert.Null(Hex.Decode<Holder>(nil).V);
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<Full>(nil));
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
    }

    [Fact]
    public void Only_an_interface_decodes_from_an_interface()
    {
        string gob = Hex.Encode(new Holder(5));
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => Hex.Decode<HolderOfInt>(gob)).Kind);
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => Hex.Decode<Holder>(Hex.Encode(new HolderOfInt(5)))).Kind);
    }

    [Fact]
    public void Reflection_finds_the_types_without_shapes()
    {
        GobOptions options = new GobOptions { TypeShapeProvider = ReflectionTypeShapeProvider.Default }.Register<Plain>("main.Plain");
        var plain = new Plain { Text = "x", Kids = [new Plain()] };
        Structural.Equal(new object[] { plain }, Hex.Decode<object[]>(Hex.Encode<object[]>([plain], options), options));
        GobException error = Assert.Throws<GobException>(() => Hex.Encode(plain));
        Assert.Equal(GobErrorKind.UnsupportedType, error.Kind);
        Assert.Contains("ReflectionTypeShapeProvider", error.Message, StringComparison.Ordinal);
    }

    /// <summary>What .NET's types become that have no name of their own in Go: int is Go's int, of 64 bits.</summary>
    private static Func<object?, int, object?> Widened(object[] expected) =>
        (value, index) => expected[index] is int or uint ? Convert.ChangeType(value, expected[index].GetType(), null) : value;

    [GenerateShape]
    internal partial record struct Point(int X, int Y);

    [GenerateShape]
    internal partial record struct Line(Point From, Point To);

    [GenerateShape]
    internal sealed partial record Anys(object?[] L);

    [GenerateShape]
    internal partial record struct Holder(object? V);

    [GenerateShape]
    internal sealed partial record Full(object V);

    [GenerateShape, GobType(Name = "Holder")]
    internal sealed partial record HolderOfInt(int V);

    [GenerateShape]
    internal sealed partial record Zoo(Animal? First, Animal?[] Others);

    [DerivedTypeShape(typeof(Dog), Name = "main.Dog")]
    [DerivedTypeShape(typeof(Cat), Name = "*main.Cat")]
    internal abstract partial record Animal;

    internal sealed partial record Dog(string Name) : Animal;

    internal sealed partial record Cat(int Lives) : Animal;

    internal sealed class Plain
    {
        public string Text { get; set; } = "";

        public List<Plain> Kids { get; set; } = [];
    }
}
