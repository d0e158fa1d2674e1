namespace Gobwire.Tests.Values;

public sealed class GobSequenceTests
{
    [Fact]
    public void A_slice_is_a_list()
    {
        var numbers = new GobSequence(GobType.SliceOf(GobType.Int)) { 1, 2, 4 };
        numbers.Insert(2, 3);
        numbers[0] = 10;
        Assert.Equal("[10,2,3,4]", numbers.ToJson());
        Assert.True(numbers.Remove(3));
        Assert.False(numbers.Remove(3));
        numbers.RemoveAt(0);
        Assert.Equal("[2,4]", numbers.ToJson());
        Assert.Equal((1, -1), (numbers.IndexOf(4), numbers.IndexOf(5)));
        Assert.Equal(4, ((GobValue)numbers)[1].AsInt64());
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers[2]);
    }

    [Fact]
    public void An_array_has_its_length_from_the_beginning_and_keeps_it()
    {
        GobType type = GobType.ArrayOf(GobType.ArrayOf(GobType.Int, 2), 2);
        var grid = new GobSequence(type);
        Assert.Equal("[[0,0],[0,0]]", grid.ToJson());
        grid[1][0] = 5;
        Assert.Equal("[[0,0],[5,0]]", grid.ToJson());
        Assert.Throws<InvalidOperationException>(() => grid.Add(grid[0]));
        Assert.Throws<InvalidOperationException>(() => grid.RemoveAt(0));
        Assert.Throws<InvalidOperationException>(grid.Clear);
        Assert.Throws<ArgumentException>(() => new GobSequence(type, grid.Take(1)));
        Assert.Throws<GobException>(() => new GobSequence(GobType.ArrayOf(GobType.OpaqueOf(GobTypeKind.GobEncoder), 1)));
    }

    [Fact]
    public void An_element_of_another_type_is_refused_with_its_index()
    {
        var numbers = new GobSequence(GobType.SliceOf(GobType.Int)) { 1 };
        GobException error = Assert.Throws<GobException>(() => numbers.Add("two"));
        Assert.Equal((GobErrorKind.TypeMismatch, "[1]"), (error.Kind, error.Path));
        Assert.Single(numbers);
        Assert.Throws<ArgumentNullException>(() => numbers.Add(null!));
        Assert.Throws<ArgumentException>(() => new GobSequence(GobType.Int));
    }

    [Fact]
    public void Elements_of_a_type_made_alike_fit()
    {
        GobType Point() => GobType.StructOf("Point", new GobField("X", GobType.Int));
        var points = new GobSequence(GobType.SliceOf(Point())) { new GobStruct(Point()) { ["X"] = 1 }, new GobStruct(Point()) };
        GobValue received = GobSerializer.Deserialize<GobValue>(GobSerializer.Serialize<GobValue>(points));
        Assert.True(points.ValueEquals(received));
        received.AsSequence().Add(points[0]);
        Assert.Equal("""[{"X":1},{},{"X":1}]""", received.ToJson());
    }
}
