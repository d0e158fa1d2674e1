using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Any dictionary PolyType can build ↔ a map.</summary>
/// <param name="key">The codec of the keys.</param>
/// <param name="element">The codec of the elements.</param>
/// <param name="asDictionary">Views the map as a read-only dictionary.</param>
/// <param name="build">Makes the map of its entries; null where it cannot be made.</param>
/// <param name="declared">Makes the type of a dictionary class with a name of its own.</param>
internal sealed class ReadOnlyMapCodec<TMap, TKey, TValue>(
    Codec<TKey> key,
    Codec<TValue> element,
    Func<TMap, IReadOnlyDictionary<TKey, TValue>> asDictionary,
    Func<Dictionary<TKey, TValue>, TMap>? build,
    Func<Func<LocalTypeRef>, Func<LocalTypeRef>, LocalType>? declared)
    : MapCodec<TMap, TKey, TValue>(key, element, declared)
    where TKey : notnull
{
    public override TMap CreateZero(int depth) => Build([]);

    protected override int Count(TMap value) => asDictionary(value).Count;

    protected override void WriteEntries(GobWriter writer, TMap value)
    {
        foreach (KeyValuePair<TKey, TValue> entry in asDictionary(value))
            WriteEntry(writer, entry.Key, entry.Value);
    }

    protected override TMap ReadEntries(ref GobReader reader, MapOp op, int count, int capacity)
    {
        // Through a dictionary, so that a key that comes twice keeps its last element whatever the map is.
        var entries = new Dictionary<TKey, TValue>(capacity);
        for (int i = 0; i < count; i++)
        {
            op.ReadEntry(ref reader, out TKey entryKey, out TValue value);
            entries[entryKey] = value;
        }

        return Build(entries);
    }

    private TMap Build(Dictionary<TKey, TValue> entries) =>
        build is not null
            ? build(entries)
            : throw new GobException(GobErrorKind.UnsupportedType, $"{Name} cannot be built from entries");
}
