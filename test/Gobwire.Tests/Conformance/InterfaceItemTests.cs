using System.Buffers;
using System.Numerics;
using Gobwire.Tests.Golden;
using PolyType;

namespace Gobwire.Tests.Conformance;

/// <summary>Interface values: those of Go's codec_test.go and encoder_test.go. All bytes are Go's.</summary>
public sealed partial class InterfaceItemTests
{
    private static readonly GobOptions Options = GobOptions.Default
        .Register<Int>("main.Int").Register<Float>("main.Float").Register<Vector>("main.Vector", Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<Vector>())
        .Register<Point>("main.Point").Register<Str>("main.Str").Register<OnTheFly>("main.OnTheFly").Register<Indirected>("*main.Indirected")
        .Register<NewType0>("*main.NewType0").Register<Bug0Outer>("*main.Bug0Outer").Register<Bug0Inner>("*main.Bug0Inner")
        .Register<Z>("main.Z").Register<Dictionary<string, object?>>("map[string]interface {}");

    [Fact]
    public void An_interface_holds_basic_types_slices_structs_and_nil_and_goes_back_as_the_bytes_of_Go()
    {
        GobDecoder decoder = GoStreams.Decoder("interface-item", Options);
        InterfaceItem first = decoder.Decode<InterfaceItem>();
        InterfaceItem second = decoder.Decode<InterfaceItem>();
        Assert.Equal((1, 11.5), (first.I, first.F));
        Assert.Equal([9, 25, 14], new[] { first.Sq1, first.Sq2, first.Sq3 }.Select(s => s!.Square()));
        Assert.Equal([9, 25, null, 14], first.Sq.Select(s => s?.Square()));
        Assert.Equal(new Point(2, 3), second.Sq3);
        GoStreams.AssertEncodes(
            "interface-item",
            e =>
            {
                e.Encode(first);
                e.Encode(second);
            },
            Options);
    }

    [Fact]
    public void Interface_fields_are_skipped_with_the_types_that_come_in_them()
    {
        List<NoInterfaceItem> values = GoStreams.Decode<NoInterfaceItem>("interface-item");
        Assert.Equal([new(1, 11.5), new(1, 11.5)], values);
    }

    [Fact]
    public void Every_basic_type_comes_out_of_an_interface_as_the_type_it_is()
    {
        Basics value = Assert.Single(GoStreams.Decode<Basics>("interface-basics"));
        object?[] expected =
        [
            1L, (sbyte)1, (short)1, 1, 1L, 1UL, (byte)1, (ushort)1, 1U, 1UL, 1F, 1.0, Complex.ImaginaryOne, Complex.ImaginaryOne, true, "hello",
            "sailor"u8.ToArray(),
        ];
        Structural.Equal(expected, value.All);
    }

    [Fact]
    public void A_pointer_is_sent_as_what_it_points_to()
    {
        PtrInterfaceItem value = Assert.Single(GoStreams.Decode<PtrInterfaceItem>("interface-pointers", Options));
        Assert.Equal(new PtrInterfaceItem("howdy", new Str("kiddo")), value);
        GoStreams.AssertEncodes("interface-pointers", e => e.Encode(value), Options);
    }

    [Fact]
    public void A_type_without_fields_is_found_behind_its_interface()
    {
        ITypeShape<IFlagger[]> shape = Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<IFlagger[]>();
        Assert.True(GoStreams.Decoder("interface-indirect", Options).TryDecode(shape, out IFlagger[] values));
        Assert.IsType<Indirected>(Assert.Single(values));
        GoStreams.AssertEncodes("interface-indirect", e => e.Encode(values, shape), Options);
    }

    [Fact]
    public void Skipping_a_value_keeps_the_types_that_came_in_it()
    {
        // Structs, singletons and interface values into nothing; the last value's type came inside the fourth.
        GobDecoder decoder = GoStreams.Decoder("into-nothing", Options);
        decoder.Decode<Nothing>();
        for (int i = 0; i < 4; i++)
            Assert.True(decoder.TrySkip());
        Assert.Equal(new NewType0("after"), decoder.Decode<NewType0>());
        Assert.False(decoder.TrySkip());
    }

    [Fact]
    public void Interfaces_in_interfaces_stand_at_top_level_too()
    {
        object? value = Assert.Single(GoStreams.Decode<object?>("nested-interfaces", Options));
        Assert.Equal(new Bug0Outer(new Bug0Outer(new Bug0Inner(7))), value);
        GoStreams.AssertEncodes("nested-interfaces", e => e.Encode<object?>(value), Options);
    }

    [Fact]
    public void A_nil_interface_at_top_level_takes_the_place_of_what_was_there()
    {
        object? value = "foo";
        GobSerializer.DeserializeInto(GoStreams.Get("nil-interface"), ref value);
        Assert.Null(value);
        GoStreams.AssertEncodes("nil-interface", e => e.Encode<object?>(null));
    }

    [Fact]
    public void A_map_of_interfaces_holds_maps_of_its_own_type()
    {
        Dictionary<string, object?> value = Assert.Single(GoStreams.Decode<Dictionary<string, object?>>("map-of-any", Options));
        Assert.Equal("baz", Assert.IsType<Dictionary<string, object?>>(value["foo"])["bar"]);
        GoStreams.AssertEncodes("map-of-any", e => e.Encode(value), Options);
    }

    [Fact]
    public void A_map_of_interfaces_holds_slices_of_every_basic_type()
    {
        object?[] values = [.. GoStreams.Decode<Dictionary<string, object?>>("slices-in-map").Select(m => m["k"])];
        object[] expected =
        [
            0UL, new long[] { -1 }, new sbyte[] { -1 }, new short[] { -1 }, new[] { -1 }, new long[] { -1 }, new ulong[] { 1 }, new byte[] { 1 },
            new ushort[] { 1 }, new uint[] { 1 }, new ulong[] { 1 }, new float[] { 1 }, new double[] { 1 }, new[] { new Complex(2, -2) },
            new[] { new Complex(2, -2) }, new ulong[] { 0 }, new[] { false }, new[] { "s" },
        ];
        Structural.Equal(expected, values);
    }

    [Fact]
    public void A_count_may_be_larger_than_its_message_where_the_elements_bring_types()
    {
        object?[] values = Assert.Single(GoStreams.Decode<object?[]>("empty-structs", Options));
        Assert.Equal(Enumerable.Repeat<object?>(new Z(), 100), values);
        GoStreams.AssertEncodes("empty-structs", e => e.Encode(values), Options);
    }

    [Fact]
    public void A_null_in_an_interface_is_nil_and_an_unregistered_type_an_error()
    {
        var error = Assert.Throws<GobException>(() => GobSerializer.Serialize<object?[]>([new Unregistered()], Options));
        Assert.Equal(GobErrorKind.InvalidValue, error.Kind);
        // A .NET null in an interface is nil itself, so there is no pointer to nil to refuse: it arrives as nil.
        Assert.Equal([null], GobSerializer.Deserialize<object?[]>(GobSerializer.Serialize<object?[]>([(int?)null])));
    }

    [Fact]
    public void A_stream_with_one_byte_changed_is_read_or_refused()
    {
        byte[] stream = GoStreams.Get("on-the-fly");
        Assert.Equal(new OnTheFly(3), GobSerializer.Deserialize<Dt>(stream, Options).J);
        byte[] damaged = [.. stream];
        var output = new ArrayBufferWriter<byte>();
        for (int i = 0; i < stream.Length; i++)
        {
            for (int change = 3; change < 256; change += 3)
            {
                damaged[i] = (byte)(stream[i] ^ change);
                ReadOrRefuse(() => GobSerializer.Deserialize<Dt>(damaged, Options));
                ReadOrRefuse(() => new GobDecoder(damaged).TryDecode(out GobValue _));
                output.ResetWrittenCount();
                ReadOrRefuse(() => new GobDecoder(damaged).TryDecodeJson(output));
            }

            damaged[i] = stream[i];
        }
    }

    private static void ReadOrRefuse(Action read)
    {
        try
        {
            read();
        }
        catch (GobException)
        {
            // The one answer to bytes that are no gob.
        }
    }
}
