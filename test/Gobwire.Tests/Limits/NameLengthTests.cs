using System.Text;

namespace Gobwire.Tests.Limits;

/// <summary>How long names may be. Go names a field's anonymous struct by its whole text: found by streams of random types.</summary>
public sealed class NameLengthTests
{
    // struct { S struct { A int } } as Go sends it, with room for the inner type's name.
    private const string OuterDefinition = "16ff81030101015401ff8200010101015301ff84000000";
    private const string InnerBeforeName = "ff83030101";
    private const string InnerAfterName = "01ff84000101010141010400000007ff8201010a0000";
    private const int ValueLength = 8;

    [Fact]
    public void A_type_name_of_more_than_1024_bytes_is_refused_by_default_and_read_from_a_trusted_source()
    {
        byte[] gob = Stream(nameLength: 1_500);

        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<GobValue>(gob));

        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        GobValue value = GobSerializer.Deserialize<GobValue>(gob, GobOptions.Trusted);
        Assert.Equal("{\"S\":{\"A\":5}}", value.ToJson());
        Assert.Equal(1_500, value.Type.Fields[0].Type.Name.Length);
        Assert.Equal(gob, GobSerializer.Serialize(value, GobOptions.Trusted));
    }

    [Fact]
    public void A_type_name_of_1024_bytes_is_read_by_default() =>
        Assert.Equal("{\"S\":{\"A\":5}}", GobSerializer.Deserialize<GobValue>(Stream(nameLength: 1_024)).ToJson());

    private static byte[] Stream(int nameLength)
    {
        byte[] name = Encoding.ASCII.GetBytes(new string('x', nameLength));
        byte[] after = Convert.FromHexString(InnerAfterName);
        byte[] inner = [.. Convert.FromHexString(InnerBeforeName), .. Uint(nameLength), .. name, .. after[..^ValueLength]];
        return [.. Convert.FromHexString(OuterDefinition), .. Uint(inner.Length), .. inner, .. after[^ValueLength..]];
    }

    // Two bytes, big-endian, behind their negated count.
    private static byte[] Uint(int value) => [0xfe, (byte)(value >> 8), (byte)value];
}
