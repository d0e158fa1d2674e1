using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using PolyType;

namespace Gobwire.Tests.Limits;

/// <summary>Keys made to collide do not make maps and sets quadratic: what is compared is counted, not timed.</summary>
public sealed partial class CollidingKeyTests
{
    private const int Many = 200_000;
    private const int Fewer = 40_000;

    /// <summary>The hash code of a long is its halves' difference: 0 for all of these.</summary>
    private static readonly long[] SameHash = [.. Enumerable.Range(0, Many).Select(i => ((long)i << 32) | (uint)i)];

    private static readonly int TableSize = new Dictionary<long, int>(Fewer).Capacity;

    /// <summary>Multiples of the size of the table that .NET takes for so many keys: all in one bucket.</summary>
    private static readonly long[] SameBucket = [.. Enumerable.Range(0, Fewer).Select(i => (long)i * TableSize)];

    private static readonly Dictionary<long, int> Ordinary = Enumerable.Range(0, Many).ToDictionary(i => i * 7919L, i => i);

    [Fact]
    public void A_dictionary_of_numbers_takes_them_with_hash_codes_nobody_knows()
    {
        foreach (long[] keys in new[] { SameHash, SameBucket })
        {
            byte[] gob = Map(keys);
            Dictionary<long, bool> map = GobSerializer.Deserialize<Dictionary<long, bool>>(gob);
            Assert.Equal(keys.Length, map.Count);
            Assert.True(map.ContainsKey(keys[^1]));
            Assert.NotSame(EqualityComparer<long>.Default, map.Comparer);
        }

        Assert.Same(EqualityComparer<long>.Default, GobSerializer.Deserialize<Dictionary<long, int>>(GobSerializer.Serialize(Ordinary)).Comparer);
    }

    [Fact]
    public void A_dictionary_that_began_small_is_watched_when_it_has_grown()
    {
        // Its values are so large that no room is made for all of them at once: it grows to the second size, of which the keys are multiples.
        var grown = new Dictionary<long, int>(Fewer * 6 / 10);
        for (int i = grown.Capacity; i >= 0; i--)
            grown.Add(i, 0);
        int size = grown.Capacity;
        Assert.True(size > Fewer);

        Dictionary<long, Wide> map = GobSerializer.Deserialize(
            WideMap([.. Enumerable.Range(0, Fewer).Select(i => (long)i * size)]), Shape<Dictionary<long, Wide>>());

        Assert.Equal(Fewer, map.Count);
        Assert.NotSame(EqualityComparer<long>.Default, map.Comparer);
    }

    [Fact]
    public void A_set_of_numbers_takes_them_too()
    {
        byte[] gob = GobSerializer.Serialize(SameHash);
        Assert.Equal(Many, GobSerializer.Deserialize(gob, Shape<HashSet<long>>()).Count);
        Assert.Equal(Many, GobSerializer.Deserialize(gob, Shape<SortedSet<long>>()).Count);
        // The same element again and again is none that collides.
        Assert.Single(GobSerializer.Deserialize(GobSerializer.Serialize(new long[Many]), Shape<HashSet<long>>()));
    }

    [Fact]
    public void Sorted_maps_take_them()
    {
        Assert.Equal(2_000, GobSerializer.Deserialize(Map(SameHash[..2_000]), Shape<SortedDictionary<long, bool>>()).Count);
    }

    [Fact]
    public void Where_hash_codes_are_the_type_s_own_they_are_refused()
    {
        byte[] map = Map(SameHash);
        AssertRefused(() => GobSerializer.Deserialize(map, Shape<FrozenDictionary<long, bool>>()));
        AssertRefused(() => GobSerializer.Deserialize(map, Shape<ConcurrentDictionary<long, bool>>()));
        AssertRefused(() => GobSerializer.Deserialize(map, Shape<ImmutableDictionary<long, bool>>()));
        var known = new Dictionary<long, bool> { [5] = true };
        AssertRefused(() => GobSerializer.DeserializeInto(map, ref known));
        byte[] set = GobSerializer.Serialize(SameHash);
        AssertRefused(() => GobSerializer.Deserialize(set, Shape<FrozenSet<long>>()));
        AssertRefused(() => GobSerializer.Deserialize(set, Shape<ImmutableHashSet<long>>()));
    }

    [Fact]
    public void Keys_of_a_type_of_one_s_own_meet_each_other_no_more_than_a_million_times()
    {
        Key.Compared = 0;
        byte[] gob = GobSerializer.Serialize(Enumerable.Range(0, 20_000).ToDictionary(i => i, _ => true));
        AssertRefused(() => GobSerializer.Deserialize(gob, Shape<Dictionary<Key, bool>>()));
        Assert.InRange(Key.Compared, 1, 3_000_000);
    }

    [Fact]
    public void Maps_without_type_are_looked_up_by_hash_codes_nobody_knows()
    {
        var comparer = GobValueComparer.Instance;
        int[] hashes = [.. SameHash[..10_000].Select(k => comparer.GetHashCode(k)).Distinct()];
        Assert.InRange(hashes.Length, 9_900, 10_000);
        Assert.Equal(comparer.GetHashCode(double.NaN), comparer.GetHashCode(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(double.NaN) ^ 1)));
        Assert.Equal(comparer.GetHashCode(0.0), comparer.GetHashCode(-0.0));
        GobMap map = (GobMap)GobSerializer.Deserialize<GobValue>(Map(SameHash));
        Assert.True(map[SameHash[^1]].AsBoolean());
    }

    /// <summary>A map from these keys to true, made by hand: .NET's own dictionary of them would be quadratic to fill.</summary>
    private static byte[] Map(long[] keys)
    {
        List<byte> value = [.. Crafted.Int(Crafted.FirstId), 0, .. Crafted.Uint(keys.Length)];
        foreach (long key in keys)
            value.AddRange([.. Crafted.Int(key), 1]);
        return [.. Crafted.Message(Crafted.Map(Crafted.FirstId, 2, 1)), .. Crafted.Message([.. value])];
    }

    /// <summary>A map from these keys to structs that are one byte there.</summary>
    private static byte[] WideMap(long[] keys)
    {
        const int Wide = Crafted.FirstId + 1;
        List<byte> value = [.. Crafted.Int(Crafted.FirstId), 0, .. Crafted.Uint(keys.Length)];
        foreach (long key in keys)
            value.AddRange([.. Crafted.Int(key), 0]);
        return [
            .. Crafted.Message(Crafted.Map(Crafted.FirstId, 2, Wide)), .. Crafted.Message(Crafted.Struct(Wide, ("A", 2))), .. Crafted.Message([.. value])];
    }

    private static ITypeShape<T> Shape<T>() => Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<T>();

    private static void AssertRefused(Action action)
    {
        GobException error = Assert.Throws<GobException>(action);
        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        Assert.Contains("collide", error.Reason, StringComparison.Ordinal);
    }

    /// <summary>A key whose hash code is always the same.</summary>
    [TypeShape(Marshaler = typeof(Marshaler))]
    internal readonly struct Key(int number) : IEquatable<Key>
    {
        public static int Compared { get; set; }

        private int Number => number;

        public bool Equals(Key other)
        {
            Compared++;
            return number == other.Number;
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => 7;

        internal sealed class Marshaler : IMarshaler<Key, int>
        {
            public int Marshal(Key value) => value.Number;

            public Key Unmarshal(int surrogate) => new(surrogate);
        }
    }

    internal record struct Wide(
        long A, long B, long C, long D, long E, long F, long G, long H, long I, long J, long K, long L, long M, long N, long O, long P);

    [GenerateShapeFor<Dictionary<long, Wide>>]
    [GenerateShapeFor<HashSet<long>>]
    [GenerateShapeFor<SortedSet<long>>]
    [GenerateShapeFor<FrozenSet<long>>]
    [GenerateShapeFor<ImmutableHashSet<long>>]
    [GenerateShapeFor<SortedDictionary<long, bool>>]
    [GenerateShapeFor<FrozenDictionary<long, bool>>]
    [GenerateShapeFor<ConcurrentDictionary<long, bool>>]
    [GenerateShapeFor<ImmutableDictionary<long, bool>>]
    [GenerateShapeFor<Dictionary<Key, bool>>]
    private sealed partial class Shapes;
}
