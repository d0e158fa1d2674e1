using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;
using PolyType;

namespace Gobwire.Tests.Codecs;

public sealed partial class MarshalerCodecTests
{
    private static readonly GobOptions Registered = GobOptions.Default
        .Register<Money>("main.Money")
        .Register<Box>("main.Box")
        .Register<object[]>("[]interface {}")
        .Register<IPAddress>("net/netip.Addr");

    [Fact]
    public void A_GobEncoder_of_ones_own_goes_both_ways()
    {
        Money[] values = OpaqueStreams.Decode<Money>("money");
        Assert.Equal([new(1234), new(0)], values);
        OpaqueStreams.AssertEncodes("money", values);
    }

    [Fact]
    public void With_the_methods_on_the_value_zero_is_left_off_unless_behind_a_pointer()
    {
        Purse[] values = OpaqueStreams.Decode<Purse>("money-fields");
        Assert.Equal([new() { N = 1 }, new() { Value = new(1), Pointer = new(0) }, new() { Pointer = new(2), N = 3 }], values);
        OpaqueStreams.AssertEncodes("money-fields", values);
    }

    [Fact]
    public void With_the_methods_on_the_pointer_a_value_is_always_sent()
    {
        Tokens[] values = OpaqueStreams.Decode<Tokens>("token-fields");
        Assert.Equal(
            [new() { Value = new(""), N = 1 }, new() { Value = new("a"), Pointer = new("b") }, new() { Value = new(""), Pointer = new("") }], values);
        OpaqueStreams.AssertEncodes("token-fields", values);
    }

    [Fact]
    public void A_type_whose_Go_name_has_a_star_is_a_pointer_without_name()
    {
        GobOptions options = GobOptions.Default.WithMarshaler(new PointerTokenMarshaler());
        Token[] values = OpaqueStreams.Decode<Token>("token", options);
        Assert.Equal([new("abc"), new("")], values);
        OpaqueStreams.AssertEncodes("token", values, options);
    }

    [Fact]
    public void Elements_and_map_values_are_sent_even_if_zero()
    {
        var decoder = new GobDecoder(OpaqueStreams.Get("money-elements"));
        Assert.Equal([new(1), new(0)], decoder.Decode<Money[]>());
        Assert.Equal(new Dictionary<string, Money> { ["a"] = new(2) }, decoder.Decode<Dictionary<string, Money>>());
        Assert.Equal([new(3)], decoder.Decode<List<Money>>());
    }

    [Fact]
    public void Interface_values_hold_them_under_their_registered_name()
    {
        var decoder = new GobDecoder(OpaqueStreams.Get("money-interface"), Registered);
        Box box = decoder.Decode<Box>();
        object?[] any = decoder.Decode<object?[]>();
        Assert.Equal(new Money(5), box.Content);
        Assert.Equal([new Money(6), IPAddress.Parse("192.0.2.9"), 7L], any);

        using var output = new MemoryStream();
        var encoder = new GobEncoder(output, Registered);
        encoder.Encode(box);
        // Go's int is written from nint or int; it is read as a long.
        encoder.Encode<object?[]>([any[0], any[1], 7]);
        Assert.Equal(Convert.ToHexStringLower(OpaqueStreams.Get("money-interface")), Convert.ToHexStringLower(output.ToArray()));
    }

    [Fact]
    public void Declared_bytes_and_strings_and_text_marshalers_go_as_what_they_are_in_Go()
    {
        Texts[] values = OpaqueStreams.Decode<Texts>("texts");
        Assert.Equal([new(new(21.5), new(0x0102), new("x")), new(new(0), null, null)], values);
        OpaqueStreams.AssertEncodes("texts", values);
    }

    [Fact]
    public void A_text_marshalers_kind_is_written_and_read()
    {
        GobOptions options = GobOptions.Default.WithMarshaler(new TextMarshaler());
        byte[] gob = GobSerializer.Serialize(new Version(1, 2), options);
        // wireType's seventh field, TextMarshalerT: Go skips such a value and decodes it into nothing.
        Assert.Equal("13ff810701010756657273696f6e01ff8200000007ff820003312e32", Convert.ToHexStringLower(gob));
        Assert.Equal(new Version(1, 2), GobSerializer.Deserialize<Version>(gob, options));
    }

    [Fact]
    public void A_marshaler_in_options_goes_before_the_form_a_type_has()
    {
        GobOptions options = GobOptions.Default.WithMarshaler(new TextGuid());
        var guid = Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        byte[] gob = GobSerializer.Serialize<List<Guid>>([guid], options);
        Assert.Equal(guid, Assert.Single(GobSerializer.Deserialize<List<Guid>>(gob, options)));
        Assert.Equal("6ba7b810-9dad-11d1-80b4-00c04fd430c8", Assert.Single(GobSerializer.Deserialize<string[]>(gob)));
        // The form it has from the start is still read.
        Assert.Equal(guid, GobSerializer.Deserialize<Guid>(GobSerializer.Serialize(guid), options));
    }

    [Fact]
    public void Bytes_a_marshaler_refuses_are_out_of_range_and_leave_the_stream_whole()
    {
        byte[] gob = [.. OpaqueStreams.Get("money")[..18], 0x06, 0xff, 0x82, 0, 2, 1, 2, .. OpaqueStreams.Get("money")[18..]];
        var decoder = new GobDecoder(gob);
        GobException error = Assert.Throws<GobException>(() => decoder.Decode<Money>());
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
        Assert.IsType<FormatException>(error.InnerException);
        Assert.Equal(new Money(1234), decoder.Decode<Money>());
    }

    [Fact]
    public void Another_kind_does_not_match()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<Money>(GobSerializer.Serialize(Guid.NewGuid())));
        Assert.Equal(GobErrorKind.TypeMismatch, error.Kind);
    }

    [Fact]
    public void A_marshaler_of_another_type_is_unsupported()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(new Wrong()));
        Assert.Equal(GobErrorKind.UnsupportedType, error.Kind);
        Assert.Contains("MoneyMarshaler", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marshaler_may_encode_gobs_itself()
    {
        GobOptions options = GobOptions.Default.WithMarshaler(new NestingMarshaler());
        var value = new Version(3, 4);
        Assert.Equal(value, GobSerializer.Deserialize<Version>(GobSerializer.Serialize(value, options), options));
    }

    [Fact]
    public void A_marshaler_makes_other_options_and_must_be_of_a_kind_that_is_bytes()
    {
        var marshaler = new TextMarshaler();
        Assert.NotEqual(GobOptions.Default, GobOptions.Default.WithMarshaler(marshaler));
        Assert.Throws<ArgumentException>(() => new BadKind());
    }

    [GobMarshaler(typeof(MoneyMarshaler))]
    [GenerateShape]
    internal readonly partial record struct Money(long Cents);

    [GobMarshaler(typeof(TokenMarshaler))]
    [GenerateShape]
    internal sealed partial record Token(string Text);

    internal sealed record Digest(int Value);

    internal sealed record Label(string Text);

    [GobType(Name = "Celsius")]
    internal readonly record struct Celsius(double Degrees);

    [GenerateShape]
    internal sealed partial record Box
    {
        public object? Content { get; set; }
    }

    [GenerateShape]
    internal sealed partial record Purse
    {
        public Money Value { get; set; }

        public Money? Pointer { get; set; }

        public int N { get; set; }
    }

    [GenerateShape]
    internal sealed partial record Tokens
    {
        public Token Value { get; set; } = new("");

        [GobMarshaler(typeof(PointerTokenMarshaler))]
        public Token? Pointer { get; set; }

        public int N { get; set; }
    }

    [GenerateShape]
    internal sealed partial record Texts(
        Celsius C, [GobMarshaler(typeof(DigestMarshaler))] Digest? D, [property: GobMarshaler(typeof(LabelMarshaler))] Label? L);

    [GenerateShape]
    internal sealed partial record Wrong
    {
        [GobMarshaler(typeof(MoneyMarshaler))]
        public int N { get; set; } = 1;
    }

    internal sealed class MoneyMarshaler() : GobMarshaler<Money>("main.Money")
    {
        public override void Write(Money value, IBufferWriter<byte> output)
        {
            BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(8), value.Cents);
            output.Advance(8);
        }

        public override Money Read(ReadOnlySpan<byte> bytes) =>
            bytes.Length == 8 ? new(BinaryPrimitives.ReadInt64BigEndian(bytes)) : throw new FormatException($"Money of {bytes.Length} bytes");
    }

    internal class TokenMarshaler(string goType) : GobMarshaler<Token>(goType, GobTypeKind.BinaryMarshaler)
    {
        public TokenMarshaler()
            : this("main.Token")
        {
        }

        public override void Write(Token value, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(value.Text));

        public override Token Read(ReadOnlySpan<byte> bytes) => new(Encoding.UTF8.GetString(bytes));

        public override Token CreateZero() => new("");
    }

    internal sealed class PointerTokenMarshaler() : TokenMarshaler("*main.Token");

    internal sealed class DigestMarshaler() : GobMarshaler<Digest>("main.Digest", GobTypeKind.Bytes)
    {
        public override void Write(Digest value, IBufferWriter<byte> output)
        {
            BinaryPrimitives.WriteInt16BigEndian(output.GetSpan(2), (short)value.Value);
            output.Advance(2);
        }

        public override Digest Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt16BigEndian(bytes));
    }

    internal sealed class LabelMarshaler() : GobMarshaler<Label>("main.Label", GobTypeKind.String)
    {
        public override void Write(Label value, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(value.Text));

        public override Label Read(ReadOnlySpan<byte> bytes) => new(Encoding.UTF8.GetString(bytes));
    }

    internal sealed class TextMarshaler() : GobMarshaler<Version>("main.Version", GobTypeKind.TextMarshaler)
    {
        public override void Write(Version value, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(value.ToString()));

        public override Version Read(ReadOnlySpan<byte> bytes) => Version.Parse(Encoding.UTF8.GetString(bytes));
    }

    internal sealed class NestingMarshaler() : GobMarshaler<Version>("main.Version")
    {
        private static readonly GobOptions Inner = GobOptions.Default.WithMarshaler(new TextMarshaler());

        public override void Write(Version value, IBufferWriter<byte> output)
        {
            GobSerializer.Serialize(output, value, Inner);
            output.Write(GobSerializer.Serialize(value, Inner));
        }

        public override Version Read(ReadOnlySpan<byte> bytes) => GobSerializer.Deserialize<Version>(bytes[..(bytes.Length / 2)], Inner);
    }

    internal sealed class TextGuid() : GobMarshaler<Guid>("main.ID", GobTypeKind.String)
    {
        public override void Write(Guid value, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(value.ToString()));

        public override Guid Read(ReadOnlySpan<byte> bytes) => Guid.Parse(Encoding.UTF8.GetString(bytes));
    }

    private sealed class BadKind() : GobMarshaler<Guid>("main.ID", GobTypeKind.Struct)
    {
        public override void Write(Guid value, IBufferWriter<byte> output) => output.Advance(0);

        public override Guid Read(ReadOnlySpan<byte> bytes) => default;
    }
}
