namespace Gobwire.Tests.Conformance;

/// <summary>Fields with a form of their own: those of Go's gobencdec_test.go. All bytes are Go's.</summary>
public sealed partial class OwnFormTests
{
    [Fact]
    public void Fields_of_every_kind_of_marshaler_come_and_go_and_nil_ones_are_left_off()
    {
        GobDecoder decoder = GoStreams.Decoder("gob-encoder-fields");
        GobTest0 first = decoder.Decode<GobTest0>();
        GobTest3 second = decoder.Decode<GobTest3>();
        GobTest0 third = decoder.Decode<GobTest0>();
        Assert.Equal(new GobTest0(17, new((byte)'A')), first);
        Assert.Equal(new GobTest3(17, new(23), new(24), 25), second);
        Assert.Equal(new GobTest0(18, null), third);
        GoStreams.AssertEncodes(
            "gob-encoder-fields",
            e =>
            {
                e.Encode(first);
                e.Encode(second);
                e.Encode(third);
            });
    }

    [Fact]
    public void A_field_that_is_no_pointer_comes_and_goes()
    {
        GobTestValue value = Assert.Single(GoStreams.Decode<GobTestValue>("gob-encoder-values"));
        Assert.Equal(new GobTestValue(17, new("HIJKL")), value);
        GoStreams.AssertEncodes("gob-encoder-values", e => e.Encode(value));
    }

    [Fact]
    public void A_field_behind_several_pointers_comes_and_goes()
    {
        GobTestIndirect value = Assert.Single(GoStreams.Decode<GobTestIndirect>("gob-encoder-indirect"));
        Assert.Equal(new GobTestIndirect(17, new("HIJKL")), value);
        GoStreams.AssertEncodes("gob-encoder-indirect", e => e.Encode(value));
    }

    [Fact]
    public void A_field_of_8192_bytes_comes_and_goes()
    {
        GobTestArray value = Assert.Single(GoStreams.Decode<GobTestArray>("gob-encoder-array"));
        Assert.Equal(Enumerable.Range(0, 8192).Select(i => (byte)i), value.A.Bytes);
        GoStreams.AssertEncodes("gob-encoder-array", e => e.Encode(value));
    }

    [Fact]
    public void Types_with_the_same_kind_of_marshaler_take_each_other_s_bytes()
    {
        GobDecoder decoder = GoStreams.Decoder("gob-encoder-others");
        Assert.Equal(new GobTest0(17, new((byte)'A')), decoder.Decode<GobTest0>());
        Assert.Equal(new GobTest1(17, new("XYZ")), decoder.Decode<GobTest1>());
    }

    [Fact]
    public void Values_are_taken_by_pointers()
    {
        GobTest4 value = Assert.Single(GoStreams.Decode<GobTest4>("gob-encoder-value"));
        Assert.Equal(new GobTest4(17, new("hello"), new("Καλημέρα"), "こんにちは"), value);
        GobTest5 pointers = Assert.Single(GoStreams.Decode<GobTest5>("gob-encoder-value"));
        Assert.Equal(new GobTest5(17, new("hello"), new("Καλημέρα"), "こんにちは"), pointers);
        GoStreams.AssertEncodes("gob-encoder-value", e => e.Encode(value));
    }

    [Fact]
    public void One_type_by_value_and_then_through_a_pointer_is_defined_once()
    {
        GobTest6 value = Assert.Single(GoStreams.Decode<GobTest6>("gob-encoder-value-then-pointer"));
        Assert.Equal(
            new GobTest6(
                42, new("forty-two"), new("six-by-nine"), new("1nanocentury"), new("πseconds"), "gravitationalacceleration", "π²ft/s²"),
            value);
        GoStreams.AssertEncodes("gob-encoder-value-then-pointer", e => e.Encode(value));
    }

    [Fact]
    public void One_type_through_a_pointer_and_then_by_value_is_defined_once()
    {
        GobTest7 value = Assert.Single(GoStreams.Decode<GobTest7>("gob-encoder-pointer-then-value"));
        Assert.Equal(
            new GobTest7(
                42, new("forty-two"), new("six-by-nine"), new("1nanocentury"), new("πseconds"), "gravitationalacceleration", "π²ft/s²"),
            value);
        GoStreams.AssertEncodes("gob-encoder-pointer-then-value", e => e.Encode(value));
    }

    [Fact]
    public void A_type_with_a_form_of_its_own_matches_none_without()
    {
        Assert.Equal(
            GobErrorKind.TypeMismatch, Assert.Throws<GobException>(GoStreams.Decoder("gob-encoder-others").Decode<GobTest2>).Kind);
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(GoStreams.Decoder("gob-encoder-none").Decode<GobTest1>).Kind);
    }

    [Fact]
    public void A_value_with_a_form_of_its_own_stands_by_itself()
    {
        GobDecoder decoder = GoStreams.Decoder("gob-encoder-singletons", Pointers);
        ByteStruct letter = decoder.Decode<ByteStruct>();
        Gobber number = decoder.Decode<Gobber>();
        Assert.Equal(((byte)'A', 1234), (letter.A, number.Value));
        GoStreams.AssertEncodes(
            "gob-encoder-singletons",
            e =>
            {
                e.Encode(letter);
                e.Encode(number);
            },
            Pointers);
    }

    [Fact]
    public void Fields_with_a_form_of_their_own_are_skipped_where_the_receiver_lacks_them()
    {
        Assert.Equal([17, 17, 18], GoStreams.Decode<GobTestIgnore>("gob-encoder-fields").Select(v => v.X));
    }

    [Fact]
    public void Zero_is_told_from_what_is_sent_for_times_arrays_and_structs()
    {
        IsZero value = Assert.Single(GoStreams.Decode<IsZero>("is-zero"));
        Assert.Equal(new IsZero(DateTimeOffset.FromUnixTimeSeconds(1_000_000_000), "hello", -55, new(1, 2), default), value);
        GoStreams.AssertEncodes("is-zero", e => e.Encode(value));
    }

    private static readonly GobOptions Pointers = GobOptions.Default.WithMarshaler(new ByteStruct.Pointer()).WithMarshaler(new Gobber.Pointer());
}
