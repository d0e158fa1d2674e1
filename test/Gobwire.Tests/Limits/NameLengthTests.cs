using System.Text;
using Gobwire.Tests.Conformance;
using PolyType;

namespace Gobwire.Tests.Limits;

/// <summary>How long names may be. Go names a field's anonymous struct by its whole text: found by streams of random types.</summary>
public sealed partial class NameLengthTests
{
    // struct { S struct { A int } } as Go sends it, with room for the inner type's name.
    private const string OuterDefinition = "16ff81030101015401ff8200010101015301ff84000000";
    private const string InnerBeforeName = "ff83030101";
    private const string InnerAfterName = "01ff84000101010141010400000007ff8201010a0000";
    private const int ValueLength = 8;

    [Fact]
    public void A_type_name_at_the_limit_is_read_and_a_longer_one_refused()
    {
        var options = new GobOptions { MaxTypeNameLength = 1_500 };
        byte[] gob = Stream(nameLength: 1_500);
        GobValue value = GobSerializer.Deserialize<GobValue>(gob, options);
        Assert.Equal("{\"S\":{\"A\":5}}", value.ToJson());
        Assert.Equal(1_500, value.Type.Fields[0].Type.Name.Length);
        Assert.Equal(gob, GobSerializer.Serialize(value));

        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<GobValue>(Stream(nameLength: 1_501), options));

        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        Assert.Contains(nameof(GobOptions.MaxTypeNameLength), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_that_Go_names_a_wide_anonymous_struct_by_is_read_by_default()
    {
        byte[] gob = GoStreams.Get("wide-anonymous");
        GobValue value = GobSerializer.Deserialize<GobValue>(gob);
        Assert.Equal("{\"Rows\":[{\"Member0007\":\"seven\"}]}", value.ToJson());
        string name = value.Type.Fields[0].Type.Name;
        Assert.InRange(name.Length, 1_025, 64 << 10);
        Assert.StartsWith("[]struct { Member0000 string; Member0001 string; ", name, StringComparison.Ordinal);
        Assert.Equal(gob, GobSerializer.Serialize(value));
        Assert.Equal("seven", GobSerializer.Deserialize<Table>(gob).Rows[0].Member0007);
    }

    [Fact]
    public void A_field_s_name_has_the_shorter_limit()
    {
        GobType type = GobType.StructOf("T", new GobField(new string('f', 1_025), GobType.Int));
        byte[] gob = GobSerializer.Serialize<GobValue>(new GobStruct(type));
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<GobValue>(gob));
        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        GobSerializer.Deserialize<GobValue>(gob, GobOptions.Trusted);
    }

    [GenerateShape]
    internal sealed partial record Table(Row[] Rows);

    internal sealed partial record Row(string Member0007);

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
