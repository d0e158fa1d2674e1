using PolyType;

namespace Gobwire.Tests.Codecs;

public sealed partial class StringCodecTests
{
    /// <summary>A string of Go that is not UTF-8: "\xff\xfe ok".</summary>
    private const string NotUtf8 = "080c0005fffe206f6b";

    [Fact]
    public void Half_a_surrogate_pair_has_no_form_in_gob()
    {
        // Not theory data: attributes keep text as UTF-8.
        string[] broken = ["\uD800", "a\uDC00b", "\uDC00\uD800"];
        foreach (string text in broken.Concat(broken.Select(b => new string('x', 200) + b)))
        {
            GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(text));
            Assert.Equal(GobErrorKind.InvalidValue, error.Kind);
        }
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_as_string_and_kept_as_bytes()
    {
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<string>(NotUtf8));
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
        Assert.Equal([0xff, 0xfe, 0x20, 0x6f, 0x6b], Hex.Decode<byte[]>(NotUtf8));
        Assert.Equal([0xff, 0xfe, 0x20, 0x6f, 0x6b], Hex.Decode<ReadOnlyMemory<byte>>(NotUtf8).ToArray());
    }

    [Fact]
    public void A_string_is_refused_with_the_path_to_it()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(new Named("\uD800")));
        Assert.Equal("Named.Name", error.Path);
    }

    [Fact]
    public void A_null_string_has_no_form_but_in_a_field()
    {
        Assert.Equal(GobErrorKind.InvalidValue, Assert.Throws<GobException>(() => GobSerializer.Serialize<string>(null!)).Kind);
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize<string[]>(["a", null!]));
        Assert.Equal("[1]", error.Path);
        Assert.Equal(Hex.Encode(new Named("")), Hex.Encode(new Named(null!)));
    }

    [Fact]
    public void Bytes_do_not_decode_as_a_string() =>
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => Hex.Decode<string>("060a0003616263")).Kind);

    [GenerateShape]
    internal sealed partial record Named(string Name);
}
