using Gobwire.Tests.Golden.Types;
using PolyType;

namespace Gobwire.Tests;

/// <summary>An error says what, where in the stream, and where in the value.</summary>
public sealed partial class GobExceptionTests
{
    [Fact]
    public void A_path_leads_through_fields_maps_and_elements()
    {
        var sent = new Root { C = new Root { M = new() { ["one"] = [1, 2, 300] } } };
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<Narrow>(Hex.Encode(sent)));
        Assert.Equal((GobErrorKind.OutOfRange, "root.C.M[\"one\"][2]"), (error.Kind, error.Path));
        Assert.StartsWith("gob: root.C.M[\"one\"][2]: the value 300 is out of the range of SByte (at offset ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_shown_as_its_own_text()
    {
        GobException error = Assert.Throws<GobException>(
            () => Hex.Decode<Dictionary<long, sbyte>>(Hex.Encode(new Dictionary<long, long> { [-5] = 300 })));
        Assert.Equal("[-5]", error.Path);
        error = Assert.Throws<GobException>(
            () => Hex.Decode<Dictionary<string, sbyte>>(Hex.Encode(new Dictionary<string, long> { [new string('k', 100)] = 300 })));
        Assert.Equal($"[\"{new string('k', 64)}…\"]", error.Path);
    }

    [Fact]
    public void The_message_for_logs_has_no_key_and_no_number_in_it()
    {
        var sent = new Root { C = new Root { M = new() { ["a secret"] = [1, 2, 300] } } };
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<Narrow>(Hex.Encode(sent)));

        Assert.Contains("a secret", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"^gob: root\.C\.M\[…\]\[2\]: a value does not fit its receiver \(at offset \d+\)$", error.MessageWithoutValues);
    }

    [Fact]
    public void The_message_for_logs_has_nothing_of_what_a_marshaler_finds_out_of_range() =>
        Assert.Equal("gob: a value does not fit its receiver", new GobException(GobErrorKind.OutOfRange, "no card has the number of the secret one").MessageWithoutValues);

    [Fact]
    public void The_message_for_logs_is_the_message_where_no_value_is_in_it()
    {
        GobException mismatch = Assert.Throws<GobException>(() => Hex.Decode<Point>(Hex.Encode(new Dictionary<string, int[]>())));
        GobException notUtf8 = Assert.Throws<GobException>(() => Hex.Decode<string>("050c0002fffe"));

        Assert.Equal([mismatch.Message, notUtf8.Message], [mismatch.MessageWithoutValues, notUtf8.MessageWithoutValues]);
    }

    [Fact]
    public void A_mismatch_names_both_types()
    {
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<Point>(Hex.Encode(new Dictionary<string, int[]>())));
        Assert.Equal((GobErrorKind.TypeMismatch, "map[string][]int", "Point"), (error.Kind, error.WireType, error.LocalType));
        Assert.Equal("", error.Path);
    }

    [Fact]
    public void An_offset_counts_from_the_beginning_of_the_stream()
    {
        var decoder = new GobDecoder(Hex.Bytes("0304000e 0304010e"));
        decoder.Decode<int>();
        GobException error = Assert.Throws<GobException>(() => decoder.Decode<int>());
        Assert.Equal(7, error.Offset);
        Assert.EndsWith("(at offset 7)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_encoding_has_no_offset()
    {
        GobException error = Assert.Throws<GobException>(() => Hex.Encode(new Root { S = "\uD800" }));
        Assert.Equal((-1, "gob: root.S: the string is not well-formed UTF-16"), (error.Offset, error.Message));
    }

    [Fact]
    public void A_path_in_a_deep_value_ends_somewhere()
    {
        var node = new Node(1, null);
        for (int i = 0; i < 5_000; i++)
            node = new Node(1, node);
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(node));
        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        Assert.InRange(error.Path.Length, 100, 600);
    }

    [Fact]
    public void An_error_in_a_value_without_type_has_its_path_too()
    {
        // A point whose X is cut off.
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<GobValue>(Hex.Encode(new Point(1, 2))[..64] + "04ff8201ff"));
        Assert.Equal(GobErrorKind.Malformed, error.Kind);
        Assert.EndsWith("X", error.Path, StringComparison.Ordinal);
    }

    [GenerateShape, GobType(Name = "root")]
    internal sealed partial class Root
    {
        public string S { get; set; } = "";

        public Dictionary<string, long[]>? M { get; set; }

        public Root? C { get; set; }
    }

    [GenerateShape, GobType(Name = "root")]
    internal sealed partial class Narrow
    {
        public Dictionary<string, sbyte[]>? M { get; set; }

        public Narrow? C { get; set; }
    }
}
