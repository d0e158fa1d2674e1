using System.Numerics;

namespace Gobwire.Tests.Values;

public sealed class GobValueTests
{
    [Fact]
    public void A_value_is_read_by_name_index_and_conversion()
    {
        GobValue article = SampleStream.All["article"].Decode()[0];
        Assert.Equal(256, article["C"]["N"].AsInt64());
        Assert.Equal(3, article["C"]["M"]["11"].AsInt64());
        Assert.Equal(3, SampleStream.All["slice-scalars"].Decode()[0][2].AsInt64());
        Assert.True(article.TryGet("S", out GobValue? text));
        Assert.Equal("string data", text.AsString());
        Assert.False(article.TryGet("Nobody", out _));
        Assert.False(article["N"].TryGet("N", out _));
    }

    [Fact]
    public void An_interface_value_is_read_and_edited_as_what_it_holds()
    {
        GobValue anys = SampleStream.All["interface-struct"].Decode()[0];
        Assert.Equal(1, anys["A"]["X"].AsInt64());
        Assert.Equal(2, anys["L"][0]["Side"].AsDouble());
        anys["A"]["X"] = 7;
        Assert.StartsWith("""{"A":{"$type":"main.Point","$value":{"X":7}}""", anys.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_another_form_says_what_it_is()
    {
        GobException error = Assert.Throws<GobException>(() => new GobString("5").AsInt64());
        Assert.Equal(GobErrorKind.TypeMismatch, error.Kind);
        Assert.Equal("a value of type string is not a int", error.Reason);
        Assert.Throws<GobException>(() => new GobInt(1)["X"]);
        Assert.Throws<GobException>(() => new GobInt(1)[0]);
        Assert.Throws<GobException>(() => GobInterface.Nil.AsInt64());
        Assert.Equal(GobErrorKind.OutOfRange, Assert.Throws<GobException>(() => new GobUint(ulong.MaxValue).AsInt64()).Kind);
        Assert.Equal(GobErrorKind.OutOfRange, Assert.Throws<GobException>(() => new GobInt(-1).AsUInt64()).Kind);
    }

    [Fact]
    public void Values_are_made_of_dotnet_s_own()
    {
        GobValue[] values =
        [
            true, (sbyte)-1, (short)-2, -3, -4L, (byte)1, (ushort)2, 3u, 4ul, 0.5f, 0.25, new Complex(1, 2), "text", new byte[] { 1 },
        ];
        Assert.Equal(
            ["bool", "int", "int", "int", "int", "uint", "uint", "uint", "uint", "float", "float", "complex", "string", "bytes"],
            values.Select(v => v.Type.Name));
        Assert.Equal("""true -1 -2 -3 -4 1 2 3 4 0.5 0.25 [1,2] "text" "AQ==" """.Trim(), string.Join(' ', values.Select(v => v.ToJson())));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_string() =>
        Assert.Equal(GobErrorKind.InvalidValue, Assert.Throws<GobException>(() => new GobString("\ud800")).Kind);
}
