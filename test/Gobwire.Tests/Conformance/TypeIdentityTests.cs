using PolyType;

namespace Gobwire.Tests.Conformance;

/// <summary>When two types are one: Go's type_test.go.</summary>
public sealed partial class TypeIdentityTests
{
    [Fact]
    public void Basic_types_have_the_ids_of_Go()
    {
        (GobType Type, int Id, string Name)[] basic =
        [
            (GobType.Bool, 1, "bool"), (GobType.Int, 2, "int"), (GobType.Uint, 3, "uint"), (GobType.Float, 4, "float"), (GobType.Bytes, 5, "bytes"),
            (GobType.String, 6, "string"), (GobType.Complex, 7, "complex"), (GobType.Interface, 8, "interface"),
        ];
        Assert.All(basic, b => Assert.Equal((b.Id, b.Name), (b.Type.Id, b.Type.Name)));
        // Used again on a stream, and on a second one, they are the same and are not defined.
        Assert.Equal(["03040002", "03040002"], new[] { Hex.Encode(1), Hex.Encode(1) });
        Assert.Equal("0304000203060001" + "040c000161", ThreeBasics());
    }

    [Fact]
    public void Slices_arrays_and_maps_of_the_same_parts_are_one_type_on_a_stream()
    {
        // Each second value of a kind is one message, as its type is defined; other parts make another type.
        Assert.Equal([2, 1, 2], MessagesOf(e => e.Encode<int[]>([1]), e => e.Encode<List<int>>([2]), e => e.Encode<bool[]>([true])));
        Assert.Equal(
            [2, 1, 2],
            MessagesOf(
                e => e.Encode(new Dictionary<string, int>()), e => e.Encode(new SortedDictionary<string, int>(), Map()),
                e => e.Encode(new Dictionary<string, bool>())));
        Assert.Equal([2, 1, 2], MessagesOf(e => e.Encode(new Three(), ArrayOf3), e => e.Encode(new Three(), ArrayOf3), e => e.Encode(new Four(), ArrayOf4)));
        Assert.Equal("[3]bool", GobType.ArrayOf(GobType.Bool, 3).ToString());
        Assert.Equal("[]bool", GobType.SliceOf(GobType.Bool).ToString());
        Assert.Equal("map[string]bool", GobType.MapOf(GobType.String, GobType.Bool).ToString());
    }

    [Fact]
    public void A_struct_with_pointers_and_itself_is_defined_as_Go_does()
    {
        Foo value = Assert.Single(GoStreams.Decode<Foo>("foo"));
        Assert.Equal((1, "g", "h"), (value.A, value.G?.X, value.I?.H?.X));
        GoStreams.AssertEncodes("foo", e => e.Encode(value));
        GobType type = Assert.Single(GoStreams.Decode<GobValue>("foo")).Type;
        Assert.Equal(
            "A int; B int; C string; D bytes; E float; F float; G Bar; H Bar; I Foo", string.Join("; ", type.Fields.Select(f => $"{f.Name} {f.Type}")));
        Assert.Same(type, type.Fields[8].Type);
        Assert.Same(type.Fields[6].Type, type.Fields[7].Type);
    }

    [Fact]
    public void A_type_may_be_registered_twice_and_keeps_its_last_name()
    {
        GobOptions twice = GobOptions.Default.Register<Bar>("main.Bar").Register<Bar>("main.Bar");
        Assert.Equal(Hex.Encode<object[]>([new Bar("x")], GobOptions.Default.Register<Bar>("main.Bar")), Hex.Encode<object[]>([new Bar("x")], twice));
        // Go makes a name of the type: with a star and the package's last part for a pointer. Ours are given, and stand as given.
        foreach (string name in new[] { "*gob.N1", "encoding/gob.N2" })
        {
            GobOptions options = GobOptions.Default.Register<Bar>(name);
            GobValue value = Hex.Decode<GobValue>(Hex.Encode<object[]>([new Bar("x")], options));
            Assert.Equal(name, ((GobInterface)((GobSequence)value)[0]).Name);
            Assert.Equal(new Bar("x"), Hex.Decode<object[]>(Hex.Encode<object[]>([new Bar("x")], options), options)[0]);
        }
    }

    private static ITypeShape<Three> ArrayOf3 => Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Three>();

    private static ITypeShape<Four> ArrayOf4 => Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Four>();

    private static ITypeShape<SortedDictionary<string, int>> Map() =>
        Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<SortedDictionary<string, int>>();

    private static string ThreeBasics()
    {
        using var output = new MemoryStream();
        var encoder = new GobEncoder(output);
        encoder.Encode(1);
        encoder.Encode(1U);
        encoder.Encode("a");
        return Convert.ToHexStringLower(output.ToArray());
    }

    /// <summary>How many messages each value takes on one stream.</summary>
    private static int[] MessagesOf(params Action<GobEncoder>[] values)
    {
        using var output = new MemoryStream();
        var encoder = new GobEncoder(output);
        int before = 0;
        return [.. values.Select(value =>
        {
            value(encoder);
            int messages = Messages(output.ToArray());
            (int added, before) = (messages - before, messages);
            return added;
        })];
    }

    private static int Messages(byte[] stream)
    {
        int count = 0;
        for (int i = 0; i < stream.Length; i += 1 + stream[i])
            count++;
        return count;
    }

    [GenerateShape]
    internal sealed partial class Foo
    {
        public int A { get; set; }

        public int B { get; set; }

        public string C { get; set; } = "";

        public byte[] D { get; set; } = [];

        public double? E { get; set; }

        public double? F { get; set; }

        public Bar? G { get; set; }

        public Bar? H { get; set; }

        public Foo? I { get; set; }
    }

    [GenerateShape]
    internal sealed partial record Bar(string X);

    [GobArray(3), GobType(Name = "")]
    internal sealed class Three : List<int>
    {
        public Three() => AddRange([1, 2, 3]);
    }

    [GobArray(4), GobType(Name = "")]
    internal sealed class Four : List<int>
    {
        public Four() => AddRange([1, 2, 3, 4]);
    }

    [GenerateShapeFor<Three>]
    [GenerateShapeFor<Four>]
    [GenerateShapeFor<SortedDictionary<string, int>>]
    private sealed partial class Shapes;
}
