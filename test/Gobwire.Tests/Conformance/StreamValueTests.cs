using System.Numerics;
using System.Text;
using Gobwire.Tests.Golden;
using Gobwire.Tests.Golden.Types;
using PolyType;
using PolyType.ReflectionProvider;

namespace Gobwire.Tests.Conformance;

/// <summary>Values and the streams they stand on: those of Go's encoder_test.go. All bytes are Go's.</summary>
public sealed partial class StreamValueTests
{
    [Fact]
    public void Basic_values_arrive_one_after_the_other_in_the_type_they_had()
    {
        GobDecoder d = GoStreams.Decoder("basics");
        object[] values =
        [
            d.Decode<bool>(), d.Decode<nint>(), d.Decode<sbyte>(), d.Decode<short>(), d.Decode<int>(), d.Decode<long>(), d.Decode<nuint>(),
            d.Decode<byte>(), d.Decode<ushort>(), d.Decode<uint>(), d.Decode<ulong>(), d.Decode<nuint>(), d.Decode<float>(), d.Decode<double>(),
        ];
        object[] expected =
        [
            true, (nint)123, (sbyte)123, (short)-12345, 123456, -1234567L, (nuint)123, (byte)123, (ushort)12345, 123456U, 1234567UL,
            (nuint)12345678, 1.2345F, 1.2345678,
        ];
        Assert.Equal(expected, values);
        Assert.Equal(new Complex(1.2345F, 2.3456F), d.Decode<Complex>());
        Assert.Equal(new Complex(1.2345678, 2.3456789), d.Decode<Complex>());
        Assert.Equal("hello"u8.ToArray(), d.Decode<byte[]>());
        Assert.Equal("hello", d.Decode<string>());
        Assert.False(d.TrySkip());
    }

    [Fact]
    public void Slices_of_every_size_of_int_go_as_the_bytes_of_Go()
    {
        GobDecoder d = GoStreams.Decoder("int-slices");
        (sbyte[] s8, short[] s16, int[] s32, long[] s64) = (d.Decode<sbyte[]>(), d.Decode<short[]>(), d.Decode<int[]>(), d.Decode<long[]>());
        Assert.Equal([1, 5, 12, 22, 35, 51, 70, 92, 117], s8);
        Assert.Equal([145, 176, 210, 247, 287, 330, 376, 425, 477], s16);
        Assert.Equal([532, 590, 651, 715, 782, 852, 925, 1001, 1080], s32);
        Assert.Equal([1162, 1247, 1335, 1426, 1520, 1617, 1717, 1820, 1926], s64);
        GoStreams.AssertEncodes(
            "int-slices",
            e =>
            {
                e.Encode(s8);
                e.Encode(s16);
                e.Encode(s32);
                e.Encode(s64);
            });
    }

    [Fact]
    public void An_encoder_and_a_decoder_go_on_and_a_mismatch_is_told_each_time()
    {
        List<ET1> values = GoStreams.Decode<ET1>("et1");
        Assert.Equal([new(7, new(""), null), new(7, new(""), null)], values);
        GoStreams.AssertEncodes("et1", e => values.ForEach(e.Encode));
        GobDecoder decoder = GoStreams.Decoder("et1");
        Assert.Equal(values[0], decoder.Decode<ET1>());
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(decoder.Decode<ET2>).Kind);
    }

    [Fact]
    public void A_type_matches_by_its_fields()
    {
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(GoStreams.Decoder("et1").Decode<ET2>).Kind);
        Assert.Equal(new ET3(7, new(""), null), GoStreams.Decoder("et1").Decode<ET3>());
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(GoStreams.Decoder("et1").Decode<ET4>).Kind);
    }

    [Fact]
    public void A_value_goes_into_what_is_nullable_and_out_of_it()
    {
        byte[] gob = GobSerializer.Serialize(new Point(7, 0));
        Assert.Equal(gob, GobSerializer.Serialize<Point?>(new Point(7, 0), Reflecting));
        Assert.Equal(new Point(7, 0), GobSerializer.Deserialize<Point?>(gob, Reflecting));
        Assert.Equal(27.4, GobSerializer.Deserialize<double?>(GobSerializer.Serialize(27.4), Reflecting));
    }

    [Fact]
    public void A_value_without_a_reference_is_decoded_into_and_given_back()
    {
        // Go needs a pointer to decode into; .NET's ref is one.
        var value = new Point(1, 2);
        GobSerializer.DeserializeInto(GobSerializer.Serialize(new Point(3, 0)), ref value);
        Assert.Equal(new Point(3, 2), value);
    }

    [Fact]
    public void Types_that_are_slices_or_maps_of_themselves_come_and_go()
    {
        RecursiveMap map = Assert.Single(GoStreams.Decode<RecursiveMap>("recursive-map"));
        Assert.Empty(map["A"]["B"]);
        RecursiveSlice slice = Assert.Single(GoStreams.Decode<RecursiveSlice>("recursive-slice"));
        Assert.Equal([1, 0], slice.Select(s => s.Count));
        GoStreams.AssertEncodes("recursive-map", e => e.Encode(map));
        GoStreams.AssertEncodes("recursive-slice", e => e.Encode(slice));
    }

    [Fact]
    public void Values_that_are_no_structs_stand_by_themselves()
    {
        GobDecoder d = GoStreams.Decoder("singletons", GoldenShapes.Options);
        Assert.Equal(17, d.Decode<int>());
        Assert.Equal(17.5F, d.Decode<float>());
        Assert.Equal("bike shed", d.Decode<string>());
        Assert.Equal(["bike", "shed", "paint", "color"], d.Decode<string[]>());
        Assert.Equal(7, d.Decode<Dictionary<string, int>>()["seven"]);
        Assert.True(d.TryDecode(Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Seven>(), out Seven zeros));
        Assert.Equal([4, 55, 0, 0, 0, 0, 0], zeros);
        Assert.True(d.TryDecode(Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Seven>(), out Seven full));
        Assert.Equal([4, 55, 1, 44, 22, 66, 1234], full);
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => d.Decode<float>()).Kind);
        Assert.False(d.TrySkip());
    }

    [Fact]
    public void Structs_and_what_is_no_struct_do_not_match()
    {
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(GoStreams.Decoder("et1").Decode<string>).Kind);
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(GoStreams.Decoder("texts").Decode<ET2>).Kind);
    }

    [Fact]
    public void A_declared_map_of_structs_is_defined_with_what_it_holds()
    {
        StructMap map = Assert.Single(GoStreams.Decode<StructMap>("struct-map"));
        Assert.Equal(new Bug1Elem("elem1", 1), map["val1"]);
        GoStreams.AssertEncodes("struct-map", e => e.Encode(map));
    }

    [Fact]
    public void Slices_of_pointers_to_a_type_that_holds_them_come_and_go()
    {
        ITypeShape<Bug3[]> shape = Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Bug3[]>();
        Assert.True(GoStreams.Decoder("pointers").TryDecode(shape, out Bug3[] values));
        Assert.Equal([1, 2], values.Select(v => v.Num));
        GoStreams.AssertEncodes("pointers", e => e.Encode(values, shape));
    }

    [Fact]
    public void Bytes_and_runes_are_decoded_into_the_array_that_has_their_length()
    {
        GobDecoder decoder = GoStreams.Decoder("runes");
        byte[] bytes = "ABCD"u8.ToArray();
        byte[] sameBytes = bytes;
        Rune[] runes = [.. "ABCD".EnumerateRunes()];
        Rune[] sameRunes = runes;
        Assert.True(decoder.TryDecodeInto(ref bytes));
        Assert.True(decoder.TryDecodeInto(ref runes));
        Assert.Equal("abcd", Encoding.ASCII.GetString(bytes));
        Assert.Equal("abcd", string.Concat(runes));
        Assert.Same(sameBytes, bytes);
        Assert.Same(sameRunes, runes);
    }

    [Fact]
    public void Each_of_several_decoders_takes_one_value_of_a_stream_without_types()
    {
        var stream = new MemoryStream(GoStreams.Get("texts"));
        for (int i = 0; i < 10; i++)
            Assert.Equal($"{i}", new GobDecoder(stream).Decode<string>());
        Assert.False(new GobDecoder(stream).TrySkip());
    }

    [Fact]
    public void Bytes_are_no_slice_of_int() =>
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(GoStreams.Decoder("runes").Decode<int[]>).Kind);

    [Fact]
    public void Maps_keep_NaN_keys_as_dotnet_compares_them_and_untyped_ones_all()
    {
        // To Go no NaN is another's equal, to .NET all are: a dictionary keeps the last.
        Dictionary<double, string> map = Assert.Single(GoStreams.Decode<Dictionary<double, string>>("nan-keys"));
        Assert.Equal("a", Assert.Single(map).Value);
        GobValue value = Assert.Single(GoStreams.Decode<GobValue>("nan-keys"));
        Assert.Equal(2, ((GobMap)value).Count);
        Assert.Equal(Convert.ToHexStringLower(GoStreams.Get("nan-keys")), Hex.Encode(value));
    }

    [Fact]
    public void A_stream_cut_at_every_length_is_an_end_only_at_a_border()
    {
        byte[] stream = GoStreams.Get("partial");
        GobDecoder whole = GoStreams.Decoder("partial");
        Assert.Equal("foo", whole.Decode<Partial>().Y);
        long second = whole.Offset;
        for (int length = 0; length < stream.Length; length++)
        {
            var decoder = new GobDecoder(new MemoryStream(stream, 0, length));
            GobException error = Assert.Throws<GobException>(() => (decoder.Decode<Partial>(), decoder.Decode<Partial>()));
            bool isBorder = length == 0 || length == second;
            Assert.Equal(isBorder ? GobErrorKind.EndOfStream : GobErrorKind.Truncated, error.Kind);
        }
    }

    [Fact]
    public void Every_stream_of_Go_s_values_comes_back_byte_for_byte_without_types()
    {
        Assert.NotEmpty(GoStreams.Names);
        foreach (string name in GoStreams.Names)
            Assert.Equal(Convert.ToHexStringLower(GoStreams.Get(name)), Hex.EncodeAll(GoStreams.Decode<GobValue>(name)));
    }

    [Fact]
    public void A_type_with_nothing_to_send_is_an_empty_struct_each_time_it_is_encoded()
    {
        // Go refuses a struct whose fields are all unexported; .NET's private members are no fields at all.
        var value = new Bug4Public("name", new Bug4Secret());
        string first = Hex.Encode(value);
        Assert.Equal(first, Hex.Encode(value));
        Assert.Equal("{\"Name\":\"name\",\"Secret\":{}}", Hex.Decode<GobValue>(first).ToJson());
    }

    [Fact]
    public void Members_that_are_delegates_are_left_out()
    {
        Bug2 value = Hex.Decode<Bug2>(Hex.Encode(new Bug2 { A = 23, F = () => { } }));
        Assert.Equal(23, value.A);
        Assert.Null(value.F);
        Assert.Single(Hex.Decode<GobValue>(Hex.Encode(value)).Type.Fields);
    }

    [Fact]
    public void Nulls_at_top_level_are_errors_and_empty_collections_are_not()
    {
        Assert.Equal(GobErrorKind.InvalidValue, Assert.Throws<GobException>(() => Hex.Encode<string?>(null)).Kind);
        Assert.Equal(GobErrorKind.InvalidValue, Assert.Throws<GobException>(() => Hex.Encode<ET1?>(null)).Kind);
        Assert.Equal(GobErrorKind.InvalidValue, Assert.Throws<GobException>(() => Hex.Encode<int?>(null, Reflecting)).Kind);
        Assert.Equal(GobErrorKind.InvalidValue, Assert.Throws<GobException>(() => Hex.Encode<GobValue?>(null)).Kind);
        Assert.Empty(Hex.Decode<Dictionary<int, int>>(Hex.Encode(new Dictionary<int, int>())));
        Assert.Empty(Hex.Decode<string[]>(Hex.Encode<string[]?>(null)));
        Assert.Equal(0, Hex.Decode<int>(Hex.Encode(0)));
    }

    private static readonly GobOptions Reflecting = new() { TypeShapeProvider = ReflectionTypeShapeProvider.Default };

    [GenerateShape]
    internal sealed partial record ET1(int A, ET2? Et2, ET1? Next);

    [GenerateShape]
    internal sealed partial record ET2(string X);

    [GenerateShape]
    internal sealed partial record ET3(int A, ET2? Et2, ET1? DifferentNext);

    [GenerateShape]
    internal sealed partial record ET4(int A, double Et2, int Next);

    [GenerateShape, GobType(Name = "recursiveMap")]
    internal sealed partial class RecursiveMap : Dictionary<string, RecursiveMap>;

    [GenerateShape, GobType(Name = "recursiveSlice")]
    internal sealed partial class RecursiveSlice : List<RecursiveSlice>;

    [GobArray(7), GobType(Name = "")]
    internal sealed class Seven : List<int>;

    [GenerateShape, GobType(Name = "Bug1StructMap")]
    internal sealed partial class StructMap : Dictionary<string, Bug1Elem>;

    internal partial record struct Bug1Elem(string Name, int Id);

    [GenerateShape]
    internal sealed partial class Bug3
    {
        public int Num { get; set; }

        public Bug3[] Children { get; set; } = [];
    }

    [GenerateShape]
    internal sealed partial record Partial(int[] X, string Y);

    [GenerateShape]
    internal sealed partial record Bug4Public(string Name, Bug4Secret Secret);

    internal sealed record Bug4Secret
    {
        private readonly int _a = 1;

        public override int GetHashCode() => _a;
    }

    [GenerateShape]
    internal sealed partial class Bug2
    {
        public int A { get; set; }

        public Action? F { get; set; }
    }

    [GenerateShapeFor<Seven>]
    [GenerateShapeFor<Bug3[]>]
    private sealed partial class Shapes;
}
