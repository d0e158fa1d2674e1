using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A dictionary ↔ a map. A key that comes twice keeps its last element, as in Go.</summary>
internal sealed class DictionaryMapCodec<TKey, TValue>(Codec<TKey> key, Codec<TValue> element)
    : MapCodec<Dictionary<TKey, TValue>, TKey, TValue>(key, element, declared: null)
    where TKey : notnull
{
    public override Dictionary<TKey, TValue> CreateZero(int depth) => [];

    protected override int Count(Dictionary<TKey, TValue> value) => value.Count;

    protected override void WriteEntries(GobWriter writer, Dictionary<TKey, TValue> value)
    {
        foreach (KeyValuePair<TKey, TValue> entry in value)
            WriteEntry(writer, entry.Key, entry.Value);
    }

    protected override Dictionary<TKey, TValue> ReadEntries(ref GobReader reader, MapOp op, int count, int capacity) =>
        AddEntries(ref reader, op, count, capacity, new Dictionary<TKey, TValue>(capacity));

    protected override Dictionary<TKey, TValue> AddEntries(
        ref GobReader reader, MapOp op, int count, int capacity, Dictionary<TKey, TValue> value)
    {
        for (int i = 0; i < count; i++)
        {
            op.ReadEntry(ref reader, out TKey entryKey, out TValue element);
            value[entryKey] = element;
        }

        return value;
    }
}
