using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using PolyType;

namespace Gobwire.Tests.Codecs;

/// <summary>Composite types in and of each other: the stream <c>wide</c> of test/golden/opaque, and every collection PolyType can build.</summary>
public sealed partial class CompositeTests
{
    private static readonly GobOptions Options = GobOptions.Default
        .Register<MarshalerCodecTests.Money>("main.Money")
        .Register<Box>("main.Box")
        .Register<object?[]>("[]interface {}");

    [Fact]
    public void Maps_with_struct_and_array_keys_interfaces_in_interfaces_and_anonymous_structs_are_read_and_written()
    {
        Wide value = Assert.Single(OpaqueStreams.Decode<Wide>("wide", Options));
        AssertWide(value);
        // Go's int is read as a long, which is written as int64: an int is written as Go's int.
        value.Any["box"] = new Box(new object?[] { new MarshalerCodecTests.Money(8), new Box(9) });
        value.Anys[2] = new[] { 1, 2 };
        OpaqueStreams.AssertEncodes("wide", [value], Options);
    }

    [Fact]
    public void Any_wire_type_can_be_skipped()
    {
        foreach (string name in new[] { "wide", "money-interface", "big-float", "net-fields", "embedded", "texts", "token-fields" })
        {
            var decoder = new GobDecoder(OpaqueStreams.Get(name));
            int count = 0;
            while (decoder.TrySkip())
                count++;
            Assert.InRange(count, 1, 9);
            Assert.Equal(OpaqueStreams.Get(name).Length, decoder.Offset);
        }
    }

    [Fact]
    public void Fields_of_any_wire_type_are_skipped_where_the_receiver_lacks_them()
    {
        Assert.Equal(new Complex(0.5, -1), Assert.Single(OpaqueStreams.Decode<OnlyComplex>("wide")).C);
        Assert.Equal([1, 0, 4], OpaqueStreams.Decode<OnlyN>("big-fields").Select(v => v.N));
    }

    [Fact]
    public void A_value_split_over_messages_is_read_from_a_stream_one_byte_at_a_time()
    {
        var decoder = new GobDecoder(new OneByteStream(OpaqueStreams.Get("wide")), Options);
        AssertWide(decoder.Decode<Wide>());
        Assert.False(decoder.TryDecode<Wide>(out _));
    }

    [Fact]
    public void Every_collection_that_can_be_built_comes_back()
    {
        int[] numbers = [3, 1, 2];
        Check(numbers, c => c.ToArray());
        Check(numbers, c => c.ToList());
        Check(numbers, c => new LinkedList<int>(c));
        Check(numbers, c => new Queue<int>(c));
        Check(numbers, c => new Stack<int>(c));
        Check(numbers, c => new ConcurrentQueue<int>(c));
        Check(numbers, c => new ConcurrentStack<int>(c));
        Check(numbers, c => new Collection<int>(c));
        Check(numbers, c => new ObservableCollection<int>(c));
        Check(numbers, c => new ReadOnlyCollection<int>(c));
        Check(numbers, c => ImmutableArray.Create(c));
        Check(numbers, c => ImmutableList.Create(c));
        Check(numbers, c => ImmutableQueue.Create(c));
        Check(numbers, c => c.Aggregate(ImmutableStack<int>.Empty, (stack, n) => stack.Push(n)));
        Check(numbers, c => (IList<int>)c.ToList());
        Check(numbers, c => (IReadOnlyList<int>)c);
        Check(numbers, c => (ICollection<int>)c.ToList());
        Check(numbers, c => (IReadOnlyCollection<int>)c);
        Check(numbers, c => (IEnumerable<int>)c);
        CheckUnordered(numbers, c => new HashSet<int>(c));
        CheckUnordered(numbers, c => new SortedSet<int>(c));
        CheckUnordered(numbers, c => (ISet<int>)new HashSet<int>(c));
        CheckUnordered(numbers, c => (IReadOnlySet<int>)new HashSet<int>(c));
        CheckUnordered(numbers, c => c.ToFrozenSet());
        CheckUnordered(numbers, c => ImmutableHashSet.Create(c));
        CheckUnordered(numbers, c => ImmutableSortedSet.Create(c));
        CheckUnordered(numbers, c => new ConcurrentBag<int>(c));
    }

    [Fact]
    public void Memory_of_elements_comes_back()
    {
        int[] numbers = [3, 1, 2];
        Assert.Equal(numbers, GobSerializer.Deserialize<ReadOnlyMemory<int>>(GobSerializer.Serialize<ReadOnlyMemory<int>>(numbers)).ToArray());
        Assert.Equal(numbers, GobSerializer.Deserialize<Memory<int>>(GobSerializer.Serialize<Memory<int>>(numbers)).ToArray());
    }

    [Fact]
    public void Every_dictionary_that_can_be_built_comes_back()
    {
        var map = new Dictionary<string, int> { ["b"] = 2, ["a"] = 1 };
        CheckMap(map, m => m);
        CheckMap(map, m => new SortedDictionary<string, int>(m));
        CheckMap(map, m => new SortedList<string, int>(m));
        CheckMap(map, m => new ConcurrentDictionary<string, int>(m));
        CheckMap(map, m => new ReadOnlyDictionary<string, int>(m));
        CheckMap(map, m => (IDictionary<string, int>)m);
        CheckMap(map, m => (IReadOnlyDictionary<string, int>)m);
        CheckMap(map, m => m.ToImmutableDictionary());
        CheckMap(map, m => m.ToImmutableSortedDictionary());
        CheckMap(map, m => m.ToFrozenDictionary());
    }

    [Fact]
    public void An_inline_array_is_a_Go_array()
    {
        var value = default(Three);
        value[0] = 1;
        value[2] = 3;
        var holder = new ThreeHolder { Value = value };
        byte[] gob = GobSerializer.Serialize(holder, Witness.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<ThreeHolder>());
        Assert.Equal("[3]int", GobSerializer.Deserialize<GobValue>(gob).Type.Fields[0].Type.ToString());
    }

    private static void AssertWide(Wide value)
    {
        Assert.Equal(10, Assert.Single(value.Keys, e => e.Key == new Base(1, "a")).Value);
        Assert.Equal("five", value.Pairs[new Pair(3, 4)]);
        object?[] inBox = Assert.IsType<object?[]>(Assert.IsType<Box>(value.Any["box"]).Content);
        Assert.Equal([new MarshalerCodecTests.Money(8), new Box(9L)], inBox);
        Assert.Equal(8, value.Anys.Count);
        Assert.Null(value.Anys[0]);
        Assert.Equal(("text", new Box(null), 1.5, true, (byte)3, new Complex(1, 2)), (value.Anys[1], value.Anys[3], value.Anys[4], value.Anys[5], value.Anys[6], value.Anys[7]));
        Assert.Equal([1L, 2L], Assert.IsType<long[]>(value.Anys[2]));
        Assert.Equal((new Anonymous(1, 2), new Complex(0.5, -1)), (value.Anon, value.C));
        Assert.Equal([[1, 2, 3], [4, 5, 6]], value.Grid);
    }

    private static void Check<TCollection>(int[] numbers, Func<int[], TCollection> create)
        where TCollection : IEnumerable<int>
    {
        TCollection original = create(numbers);
        Assert.Equal(original, RoundTrip(original));
    }

    private static void CheckUnordered<TCollection>(int[] numbers, Func<int[], TCollection> create)
        where TCollection : IEnumerable<int> =>
        Assert.Equal(numbers.Order(), RoundTrip(create(numbers)).Order());

    private static void CheckMap<TMap>(Dictionary<string, int> map, Func<Dictionary<string, int>, TMap> create)
        where TMap : IEnumerable<KeyValuePair<string, int>> =>
        Assert.Equal(map.OrderBy(e => e.Key), RoundTrip(create(map)).OrderBy(e => e.Key));

    private static T RoundTrip<T>(T value)
    {
        ITypeShape<T> shape = Witness.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<T>();
        return GobSerializer.Deserialize(GobSerializer.Serialize(value, shape), shape);
    }

    [GenerateShape]
    internal readonly partial record struct Base(int ID, string Name);

    [GenerateShape]
    internal sealed partial record Box(object? Content);

    [GenerateShape]
    [GobType(Name = "")]
    internal partial record struct Anonymous(int A, int B);

    [GenerateShape]
    internal sealed partial class Wide
    {
        public Dictionary<Base, int> Keys { get; set; } = [];

        public Dictionary<Pair, string> Pairs { get; set; } = [];

        public Dictionary<string, object?> Any { get; set; } = [];

        public List<object?> Anys { get; set; } = [];

        public Anonymous Anon { get; set; }

        public Complex C { get; set; }

        [GobArray(2, 3)]
        public int[][] Grid { get; set; } = [];
    }

    [GenerateShape]
    internal sealed partial class OnlyComplex
    {
        public Complex C { get; set; }
    }

    [GenerateShape]
    internal sealed partial class OnlyN
    {
        public int N { get; set; }
    }

    [InlineArray(3)]
    internal struct Three
    {
        private int _first;
    }

    internal sealed class ThreeHolder
    {
        public Three Value { get; set; }
    }

    [GobArray(2)]
    [TypeShape(Marshaler = typeof(Marshaler))]
    internal readonly record struct Pair(int First, int Second)
    {
        public sealed class Marshaler : IMarshaler<Pair, int[]?>
        {
            public int[]? Marshal(Pair value) => [value.First, value.Second];

            public Pair Unmarshal(int[]? surrogate) => surrogate is null ? default : new(surrogate[0], surrogate[1]);
        }
    }

    [GenerateShapeFor<LinkedList<int>>]
    [GenerateShapeFor<Queue<int>>]
    [GenerateShapeFor<Stack<int>>]
    [GenerateShapeFor<int[]>]
    [GenerateShapeFor<List<int>>]
    [GenerateShapeFor<ConcurrentQueue<int>>]
    [GenerateShapeFor<ConcurrentStack<int>>]
    [GenerateShapeFor<Collection<int>>]
    [GenerateShapeFor<ObservableCollection<int>>]
    [GenerateShapeFor<ReadOnlyCollection<int>>]
    [GenerateShapeFor<ImmutableArray<int>>]
    [GenerateShapeFor<ImmutableList<int>>]
    [GenerateShapeFor<ImmutableQueue<int>>]
    [GenerateShapeFor<ImmutableStack<int>>]
    [GenerateShapeFor<IList<int>>]
    [GenerateShapeFor<IReadOnlyList<int>>]
    [GenerateShapeFor<ICollection<int>>]
    [GenerateShapeFor<IReadOnlyCollection<int>>]
    [GenerateShapeFor<IEnumerable<int>>]
    [GenerateShapeFor<HashSet<int>>]
    [GenerateShapeFor<SortedSet<int>>]
    [GenerateShapeFor<ISet<int>>]
    [GenerateShapeFor<IReadOnlySet<int>>]
    [GenerateShapeFor<FrozenSet<int>>]
    [GenerateShapeFor<ImmutableHashSet<int>>]
    [GenerateShapeFor<ImmutableSortedSet<int>>]
    [GenerateShapeFor<ConcurrentBag<int>>]
    [GenerateShapeFor<Dictionary<string, int>>]
    [GenerateShapeFor<SortedDictionary<string, int>>]
    [GenerateShapeFor<SortedList<string, int>>]
    [GenerateShapeFor<ConcurrentDictionary<string, int>>]
    [GenerateShapeFor<ReadOnlyDictionary<string, int>>]
    [GenerateShapeFor<IDictionary<string, int>>]
    [GenerateShapeFor<IReadOnlyDictionary<string, int>>]
    [GenerateShapeFor<ImmutableDictionary<string, int>>]
    [GenerateShapeFor<ImmutableSortedDictionary<string, int>>]
    [GenerateShapeFor<FrozenDictionary<string, int>>]
    [GenerateShapeFor<ThreeHolder>]
    internal sealed partial class Witness;

    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
