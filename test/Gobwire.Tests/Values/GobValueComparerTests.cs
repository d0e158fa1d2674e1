namespace Gobwire.Tests.Values;

public sealed class GobValueComparerTests
{
    [Theory]
    [MemberData(nameof(SampleStream.Names), MemberType = typeof(SampleStream))]
    public void A_stream_decoded_twice_gives_equal_values_with_equal_hashes(string name)
    {
        IReadOnlyList<GobValue> first = SampleStream.All[name].Decode();
        IReadOnlyList<GobValue> second = SampleStream.All[name].Decode();
        Assert.Equal(first, second, GobValueComparer.Instance);
        Assert.Equal(first.Select(GobValueComparer.Instance.GetHashCode), second.Select(GobValueComparer.Instance.GetHashCode));
    }

    [Fact]
    public void The_order_of_a_map_does_not_count()
    {
        GobType type = GobType.MapOf(GobType.String, GobType.Int);
        var a = new GobMap(type) { { "x", 1 }, { "y", 2 } };
        var b = new GobMap(type) { { "y", 2 }, { "x", 1 } };
        Assert.True(a.ValueEquals(b));
        Assert.Equal(GobValueComparer.Instance.GetHashCode(a), GobValueComparer.Instance.GetHashCode(b));
        b["x"] = 3;
        Assert.False(a.ValueEquals(b));
    }

    [Theory]
    [InlineData("1", "2")]
    [InlineData("1", "1.5")]
    [InlineData("[1]", "[1,2]")]
    [InlineData("[[1]]", "[[2]]")]
    [InlineData("{\"A\":1}", "{\"B\":1}")]
    [InlineData("{\"A\":1}", "{\"A\":2}")]
    [InlineData("[{\"A\":1},{\"B\":1}]", "[{\"A\":1},{\"B\":1,\"A\":1}]")]
    [InlineData("[null,1]", "[null,2]")]
    [InlineData("[1,\"a\"]", "[1,true]")]
    [InlineData("{\"$type\":\"a.A\",\"$value\":1}", "{\"$type\":\"a.B\",\"$value\":1}")]
    public void Values_of_other_type_or_content_are_not_equal(string a, string b)
    {
        Assert.False(GobValue.ParseJson(a).ValueEquals(GobValue.ParseJson(b)));
        Assert.True(GobValue.ParseJson(a).ValueEquals(GobValue.ParseJson(a)));
    }

    [Fact]
    public void NaN_equals_itself_and_the_zeros_each_other()
    {
        Assert.True(new GobFloat(double.NaN).ValueEquals(new GobFloat(double.NaN)));
        Assert.True(new GobFloat(0.0).ValueEquals(new GobFloat(-0.0)));
        Assert.Equal(
            GobValueComparer.Instance.GetHashCode(new GobFloat(0.0)), GobValueComparer.Instance.GetHashCode(new GobFloat(-0.0)));
    }

    [Fact]
    public void A_cyclic_value_is_an_error_and_no_end_of_the_process()
    {
        GobSequence Cycle()
        {
            var list = new GobSequence(GobType.SliceOf(GobType.Interface));
            list.Add(new GobInterface("main.List", list));
            return list;
        }

        GobSequence list = Cycle();
        Assert.Equal(GobErrorKind.LimitExceeded, Assert.Throws<GobException>(() => list.ValueEquals(Cycle())).Kind);
        Assert.Equal(GobErrorKind.LimitExceeded, Assert.Throws<GobException>(() => GobValueComparer.Instance.GetHashCode(list)).Kind);
        Assert.Equal(GobErrorKind.LimitExceeded, Assert.Throws<GobException>(list.ToJson).Kind);
        Assert.Equal(GobErrorKind.LimitExceeded, Assert.Throws<GobException>(() => GobSerializer.Serialize<GobValue>(list)).Kind);
    }
}
