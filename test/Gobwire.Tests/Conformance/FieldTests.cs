using System.Numerics;
using PolyType;

namespace Gobwire.Tests.Conformance;

/// <summary>Fields of every kind: those of Go's codec_test.go. All bytes are Go's.</summary>
public sealed partial class FieldTests
{
    [Fact]
    public void Every_kind_of_field_arrives_and_goes_back_as_the_bytes_of_Go()
    {
        EndToEnd value = Assert.Single(GoStreams.Decode<EndToEnd>("end-to-end"));
        Assert.Equal((17, 18, -5, "Now is the time", "this is T2"), (value.A, value.B, value.C, value.S, value.T?.T));
        Assert.Equal(3.14159, value.M!["pi"]);
        Assert.Equal(new T3(3.14159, 42), value.M2![4]);
        Assert.Equal("3.14", value.Mstring!["pi"]);
        Assert.Equal(5, value.Mintptr![42]);
        Assert.Equal(new Complex(1, 1), value.Mcomp![new Complex(1, 1)]);
        Assert.Equal([3.14159, 2.71828], value.Marr![["string1", "string2"]]);
        Assert.Equal([1.5, 2.5, 3.5], value.N!);
        Assert.Equal(["string1", "string2"], value.Strs);
        Assert.Equal([77, 89, 123412342134], value.Int64s!);
        Assert.Equal((new Complex(17, -23), "hello, sailor"), (value.RI, System.Text.Encoding.ASCII.GetString(value.Y)));
        GoStreams.AssertEncodes("end-to-end", e => e.Encode(value));
    }

    [Fact]
    public void An_empty_map_is_sent_and_is_not_null() => Assert.Empty(GoStreams.Decode<EndToEnd>("end-to-end")[0].EmptyMap!);

    [Theory]
    [InlineData(0, typeof(Signed<sbyte>), "Maxi")]
    [InlineData(1, typeof(Signed<sbyte>), "Mini")]
    [InlineData(2, typeof(Signed<short>), "Maxi")]
    [InlineData(3, typeof(Signed<short>), "Mini")]
    [InlineData(4, typeof(Signed<int>), "Maxi")]
    [InlineData(5, typeof(Signed<int>), "Mini")]
    [InlineData(6, typeof(Unsigned<byte>), "Maxu")]
    [InlineData(7, typeof(Unsigned<ushort>), "Maxu")]
    [InlineData(8, typeof(Unsigned<uint>), "Maxu")]
    [InlineData(9, typeof(Narrow), "Maxf")]
    public void A_number_too_large_for_its_field_is_out_of_range_at_that_field(int index, Type into, string field)
    {
        GobDecoder decoder = GoStreams.Decoder("overflow");
        for (int i = 0; i < index; i++)
            Assert.True(decoder.TrySkip());

        GobException error = Assert.Throws<GobException>(() => Takers[into](decoder));

        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
        Assert.EndsWith("." + field, "." + error.Path, StringComparison.Ordinal);
        // As with Go's decoder, the value after it can be decoded.
        Assert.True(index == 10 || decoder.TrySkip());
    }

    [Fact]
    public void A_complex_number_has_one_size_and_is_never_out_of_range()
    {
        GobDecoder decoder = GoStreams.Decoder("overflow");
        for (int i = 0; i < 10; i++)
            Assert.True(decoder.TrySkip());
        Assert.Equal(new Complex(float.MaxValue * 2.0, float.MaxValue * 2.0), decoder.Decode<Wide>().Maxc);
    }

    [Fact]
    public void Pointers_to_pointers_are_their_value_in_both_directions()
    {
        Plain value = Assert.Single(GoStreams.Decode<Plain>("auto-indirection"));
        Assert.Equal(new Plain(17, 177, 1777, 17777), value);
        Pointers pointers = Assert.Single(GoStreams.Decode<Pointers>("auto-indirection"));
        Assert.Equal(new Pointers(17, 177, 1777, 17777), pointers);
        GoStreams.AssertEncodes("auto-indirection", e => e.Encode(value));
        GoStreams.AssertEncodes("auto-indirection", e => e.Encode(pointers));
    }

    [Fact]
    public void Pointers_to_slices_maps_and_arrays_are_their_value_in_both_directions()
    {
        Indirect value = Assert.Single(GoStreams.Decode<Indirect>("indirect"));
        Assert.Equal([1, 2, 3], value.A!);
        Assert.Equal([4, 5, 6], value.S!);
        Assert.Equal(1, value.M!["one"]);
        GoStreams.AssertEncodes("indirect", e => e.Encode(value));
    }

    [Fact]
    public void Fields_the_receiver_lacks_are_passed_over_and_those_it_has_are_found_in_any_order()
    {
        var known = new Reordered { NotSet = "as it was" };
        GobSerializer.DeserializeInto(GoStreams.Get("ignored-fields"), ref known);
        Assert.Equal((3.14159, "hello", 17, "as it was"), (known.C, known.B, known.A, known.NotSet));
    }

    [Fact]
    public void A_member_that_is_not_sent_keeps_what_it_holds()
    {
        var value = new Unexported();
        value.Hide(1234);
        GobSerializer.DeserializeInto(GoStreams.Get("unexported"), ref value);
        Assert.Equal((17, "hello", 23U, 1234.0), (value.A, value.B, value.D, value.Shown));
        GoStreams.AssertEncodes("unexported", e => e.Encode(value));
    }

    [Fact]
    public void Elements_that_are_zero_are_sent()
    {
        Defaults value = Assert.Single(GoStreams.Decode<Defaults>("defaults"));
        Assert.Equal([false, false, true], value.B);
        Assert.Equal([0, 0, 1], value.I);
        Assert.Equal(["hi", "", "there"], value.S!);
        Assert.Equal([0, 0, 1], value.F);
        GoStreams.AssertEncodes("defaults", e => e.Encode(value));
    }

    [Fact]
    public void Arrays_match_by_length()
    {
        Arrays value = Assert.Single(GoStreams.Decode<Arrays>("arrays"));
        Assert.Equal(["hello", ",", "world"], value.A!);
        Assert.Equal([1, 2, 3], value.B);
        GoStreams.AssertEncodes("arrays", e => e.Encode(value));
        GobException error = Assert.Throws<GobException>(() => GoStreams.Decode<ShorterArrays>("arrays"));
        Assert.Equal(GobErrorKind.TypeMismatch, error.Kind);
    }

    private static Dictionary<Type, Action<GobDecoder>> Takers { get; } = new()
    {
        [typeof(Signed<sbyte>)] = d => d.TryDecode(Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Signed<sbyte>>(), out _),
        [typeof(Signed<short>)] = d => d.TryDecode(Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Signed<short>>(), out _),
        [typeof(Signed<int>)] = d => d.TryDecode(Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Signed<int>>(), out _),
        [typeof(Unsigned<byte>)] = d => d.TryDecode(Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Unsigned<byte>>(), out _),
        [typeof(Unsigned<ushort>)] = d => d.TryDecode(Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Unsigned<ushort>>(), out _),
        [typeof(Unsigned<uint>)] = d => d.TryDecode(Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Unsigned<uint>>(), out _),
        [typeof(Narrow)] = d => d.Decode<Narrow>(),
    };
}
