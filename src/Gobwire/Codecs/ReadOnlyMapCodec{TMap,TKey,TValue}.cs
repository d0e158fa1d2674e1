using System.Collections.Immutable;
using Gobwire.Wire;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>Any dictionary PolyType can build ↔ a map.</summary>
/// <param name="key">The codec of the keys.</param>
/// <param name="element">The codec of the elements.</param>
/// <param name="asDictionary">Views the map as a read-only dictionary.</param>
/// <param name="build">Makes the map of its entries; null where it cannot be made.</param>
/// <param name="set">Sets an element of a map that can be changed; null where it cannot.</param>
/// <param name="declared">Makes the type of a dictionary class with a name of its own.</param>
internal sealed class ReadOnlyMapCodec<TMap, TKey, TValue>(
    Codec<TKey> key,
    Codec<TValue> element,
    Func<TMap, IReadOnlyDictionary<TKey, TValue>> asDictionary,
    Func<Dictionary<TKey, TValue>, TMap>? build,
    DictionaryInserter<TMap, TKey, TValue>? set,
    Func<Func<LocalTypeRef>, Func<LocalTypeRef>, LocalType>? declared)
    : MapCodec<TMap, TKey, TValue>(key, element, declared)
    where TKey : notnull
{
    public override TMap CreateZero(int depth) => Build([]);

    protected override int Count(TMap value) => asDictionary(value).Count;

    protected override void WriteEntries(GobWriter writer, TMap value, ref int index)
    {
        foreach (KeyValuePair<TKey, TValue> entry in asDictionary(value))
        {
            Key.Write(writer, entry.Key);
            Element.Write(writer, entry.Value);
            index++;
        }
    }

    protected override TKey? KeyAt(TMap value, int index) => asDictionary(value).Keys.ElementAtOrDefault(index);

    // A key that comes twice keeps its last element whatever the map is: set in the map itself, or in a dictionary it is made of.
    protected override TMap ReadEntries(ref GobReader reader, MapOp op, int count, int capacity) =>
        set is not null && !MayBeDictionary
            ? AddEntries(ref reader, op, count, capacity, Build(None))
            : Build(ReadInto(ref reader, op, count, new Dictionary<TKey, TValue>(capacity)));

    protected override TMap AddEntries(ref GobReader reader, MapOp op, int count, int capacity, TMap value)
    {
        if (set is null)
            return Build(ReadInto(ref reader, op, count, new Dictionary<TKey, TValue>(asDictionary(value))));
        using KeyGuard<TKey> guard = IsSorted ? default : new KeyGuard<TKey>(count, capacity);
        for (int i = 0; i < count; i++)
        {
            op.ReadEntry(ref reader, out TKey entryKey, out TValue element);
            set(ref value, entryKey, element);
            if (guard.IsFlooded(entryKey, buckets: 0))
                throw reader.At(KeyGuard<TKey>.Flood());
        }

        return value;
    }

    private static Dictionary<TKey, TValue> ReadInto(ref GobReader reader, MapOp op, int count, Dictionary<TKey, TValue> entries)
    {
        using var guard = new KeyGuard<TKey>(count, entries.Capacity);
        for (int i = 0; i < count; i++)
        {
            op.ReadEntry(ref reader, out TKey entryKey, out TValue element);
            int before = entries.Count;
            entries[entryKey] = element;
            if (entries.Count == before || ReferenceEquals(entries.Comparer, SeededComparer<TKey>.Instance) || !guard.IsFlooded(entryKey, entries.Capacity))
                continue;
            // The map made of them would collide too, unless it is sorted.
            if (!IsSorted || SeededComparer<TKey>.Instance is not { } comparer)
                throw reader.At(KeyGuard<TKey>.Flood());
            entries = new Dictionary<TKey, TValue>(entries, comparer);
        }

        return entries;
    }

    /// <summary>Nothing, for maps that take what they are made of into themselves.</summary>
    private static readonly Dictionary<TKey, TValue> None = [];

    private static bool MayBeDictionary => typeof(TMap).IsAssignableFrom(typeof(Dictionary<TKey, TValue>));

    private static bool IsSorted =>
        typeof(TMap) == typeof(SortedDictionary<TKey, TValue>) || typeof(TMap) == typeof(SortedList<TKey, TValue>)
        || typeof(TMap) == typeof(ImmutableSortedDictionary<TKey, TValue>);

    private TMap Build(Dictionary<TKey, TValue> entries) =>
        build is not null
            ? build(entries)
            : throw new GobException(GobErrorKind.UnsupportedType, $"{Name} cannot be built from entries");
}
