using System.Collections.Frozen;
using System.Collections.Immutable;
using PolyType;
using PolyType.ReflectionProvider;

namespace Gobwire.Tests.Codecs;

public sealed partial class CollectionCodecTests
{
    [Fact]
    public void Collections_of_basic_types_need_no_ceremony()
    {
        string slice = Hex.Encode<int[]>([1, 2]);
        Assert.Equal(slice, Hex.Encode(new List<int> { 1, 2 }));
        Assert.Equal(slice, Hex.Encode<IReadOnlyList<int>>([1, 2]));
        Assert.Equal(slice, Hex.Encode<IEnumerable<int>>(Enumerable.Range(1, 2)));
        Assert.Equal(slice, Hex.Encode(new HashSet<int> { 1, 2 }));
        Assert.Equal(slice, Hex.Encode<ImmutableArray<int>>([1, 2]));
        Assert.Equal(slice, Hex.Encode(new ReadOnlyMemory<int>([1, 2])));
        Assert.Equal([1, 2], Hex.Decode<List<int>>(slice));
        Assert.Equal([1, 2], Hex.Decode<IReadOnlyList<int>>(slice));
        Assert.Equal([1, 2], Hex.Decode<IEnumerable<int>>(slice));
        Assert.Equal([1, 2], Hex.Decode<HashSet<int>>(slice));
        Assert.Equal([1, 2], Hex.Decode<Queue<int>>(slice));
        Assert.Equal([1, 2], Hex.Decode<ImmutableArray<int>>(slice));
        Assert.Equal([1, 2], Hex.Decode<ImmutableList<int>>(slice));
        Assert.Equal([1, 2], Hex.Decode<ReadOnlyMemory<int>>(slice).ToArray());
    }

    [Fact]
    public void Maps_of_basic_types_need_no_ceremony()
    {
        string map = Hex.Encode(new Dictionary<string, int> { ["a"] = 1 });
        Assert.Equal(map, Hex.Encode<IReadOnlyDictionary<string, int>>(new Dictionary<string, int> { ["a"] = 1 }));
        Assert.Equal(map, Hex.Encode(ImmutableDictionary<string, int>.Empty.Add("a", 1)));
        Assert.Equal(1, Hex.Decode<IReadOnlyDictionary<string, int>>(map)["a"]);
        Assert.Equal(1, Hex.Decode<IDictionary<string, int>>(map)["a"]);
        Assert.Equal(1, Hex.Decode<SortedDictionary<string, int>>(map)["a"]);
        Assert.Equal(1, Hex.Decode<ImmutableDictionary<string, int>>(map)["a"]);
        Assert.Equal(1, Hex.Decode<Dictionary<string, List<Dictionary<string, int?>>>>(
            Hex.Encode(new Dictionary<string, List<Dictionary<string, int?>>> { ["x"] = [new() { ["y"] = 1 }] }))["x"][0]["y"]);
    }

    [Fact]
    public void Bytes_are_one_type_whatever_holds_them()
    {
        const string abc = "060a0003616263";
        byte[] bytes = "abc"u8.ToArray();
        Assert.Equal(abc, Hex.Encode(bytes));
        Assert.Equal(abc, Hex.Encode<ReadOnlyMemory<byte>>(bytes));
        Assert.Equal(abc, Hex.Encode<Memory<byte>>(bytes));
        Assert.Equal(abc, Hex.Encode<ImmutableArray<byte>>([.. bytes]));
        Assert.Equal(abc, Hex.Encode<List<byte>>([.. bytes]));
        Assert.Equal(abc, Hex.Encode<IReadOnlyList<byte>>(bytes));
        Assert.Equal(bytes, Hex.Decode<Memory<byte>>(abc).ToArray());
        Assert.Equal(bytes, Hex.Decode<ImmutableArray<byte>>(abc));
        Assert.Equal(bytes, Hex.Decode<List<byte>>(abc));
        Assert.Equal(bytes, Hex.Decode<IReadOnlyList<byte>>(abc));
    }

    [Fact]
    public void A_null_collection_is_empty_where_it_stands_by_itself()
    {
        Assert.Equal(Hex.Encode<int[]>([]), Hex.Encode<int[]>(null!));
        Assert.Equal(Hex.Encode<List<int>>([]), Hex.Encode<List<int>>(null!));
        Assert.Equal(Hex.Encode(new Dictionary<string, int>()), Hex.Encode<Dictionary<string, int>>(null!));
        Assert.Equal(Hex.Encode<byte[]>([]), Hex.Encode<byte[]>(null!));
        Assert.Equal(Hex.Encode<int[][]>([[], [1]]), Hex.Encode<int[][]>([null!, [1]]));
    }

    [Fact]
    public void A_default_immutable_array_is_empty() => Assert.Equal(Hex.Encode<int[]>([]), Hex.Encode(default(ImmutableArray<int>)));

    [Fact]
    public void A_default_immutable_array_in_a_member_is_left_off_and_comes_back_empty()
    {
        Immutables decoded = Hex.Decode<Immutables>(Hex.Encode(new Immutables { More = 1 }));
        Immutables lacking = Hex.Decode<Immutables>(Hex.Encode(new OnlyMore(1)));
        Assert.All([decoded, lacking], value =>
        {
            Assert.Equal([], value.Numbers);
            Assert.Equal([], value.Bytes);
            Assert.Equal([1], value.Preset);
        });
        Assert.Equal([2], Hex.Decode<Immutables>(Hex.Encode(new Immutables { Numbers = [2] })).Numbers);
    }

    [Fact]
    public void Any_collection_with_a_shape_is_a_slice_or_a_map()
    {
        FrozenDictionary<string, int> map = new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary();
        GobOptions reflection = new() { TypeShapeProvider = ReflectionTypeShapeProvider.Default };
        string gob = Hex.Encode(map, reflection);
        Assert.Equal(Hex.Encode(new Dictionary<string, int> { ["a"] = 1 }), gob);
        Assert.Equal(1, Hex.Decode<FrozenDictionary<string, int>>(gob, reflection)["a"]);
        Assert.Equal([1, 2], Hex.Decode<FrozenSet<int>>(Hex.Encode<int[]>([1, 2]), reflection).Order());
        Assert.Equal([1, 2], Hex.Decode<LinkedList<int>>(Hex.Encode<int[]>([1, 2]), reflection));
        Assert.Equal([1, 2], Hex.Decode<SortedSet<int>>(Hex.Encode<int[]>([2, 1]), reflection));
    }

    [Fact]
    public void A_key_that_comes_twice_keeps_its_last_element()
    {
        const string twice = "0eff81040102ff8200010c01040000 0aff820002016102016104";
        Assert.Equal(2, Hex.Decode<Dictionary<string, int>>(twice)["a"]);
        Assert.Equal(2, Hex.Decode<ImmutableDictionary<string, int>>(twice)["a"]);
    }

    [Fact]
    public void A_slice_decodes_into_no_array_of_declared_length_and_an_array_only_into_its_own()
    {
        string slice = Hex.Encode(new OfSlice([1, 2, 3]));
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => Hex.Decode<OfThree>(slice)).Kind);
        string three = Hex.Encode(new OfThree([1, 2, 3]));
        Assert.Equal([1, 2, 3], Hex.Decode<OfThree>(three).Items);
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => Hex.Decode<OfTwo>(three)).Kind);
    }

    [Fact]
    public void An_array_of_another_length_than_declared_is_refused()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(new OfThree([1, 2])));
        Assert.Equal((GobErrorKind.InvalidValue, "T.Items"), (error.Kind, error.Path));
        Assert.Throws<GobException>(() => GobSerializer.Serialize(new OfThree(null!)));
    }

    [Fact]
    public void An_array_the_sender_lacks_has_its_length_in_zeros() =>
        Assert.Equal([0, 0, 0], Hex.Decode<OfThreeAndMore>(Hex.Encode(new OnlyMore(1))).Items);

    [Fact]
    public void Arrays_of_several_dimensions_are_refused_with_a_remedy()
    {
        GobOptions reflection = new() { TypeShapeProvider = ReflectionTypeShapeProvider.Default };
        GobException error = Assert.Throws<GobException>(() => Hex.Encode(new int[2, 2], reflection));
        Assert.Equal(GobErrorKind.UnsupportedType, error.Kind);
        Assert.Contains("array of arrays", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_alone_allocates_nothing()
    {
        // A slice of interface values may go on in later messages, so its count is not checked against this one.
        const string gob = "0cff810201 02ff8200011000 00 09ff8200fc7fffffff00";
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<GobException>(() => Hex.Decode<object[]>(gob));
        Assert.Throws<GobException>(() => Hex.Decode<GobValue>(gob));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [GenerateShape, GobType(Name = "T")]
    internal sealed partial record OfSlice(int[] Items);

    [GenerateShape, GobType(Name = "T")]
    internal sealed partial record OfThree([property: GobArray(3)] int[] Items);

    [GenerateShape, GobType(Name = "T")]
    internal sealed partial record OfTwo([property: GobArray(2)] List<int> Items);

    [GenerateShape]
    internal sealed partial class Immutables
    {
        public ImmutableArray<int> Numbers { get; set; }

        public ImmutableArray<byte> Bytes { get; set; }

        public ImmutableArray<int> Preset { get; set; } = [1];

        public int More { get; set; }
    }

    [GenerateShape]
    internal sealed partial record OnlyMore(int More);

    [GenerateShape]
    internal sealed partial record OfThreeAndMore(int More, [property: GobArray(3)] int[] Items);
}
