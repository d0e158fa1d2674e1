using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A dictionary ↔ a map. A key that comes twice keeps its last element, as in Go.</summary>
internal sealed class DictionaryMapCodec<TKey, TValue>(Codec<TKey> key, Codec<TValue> element)
    : MapCodec<Dictionary<TKey, TValue>, TKey, TValue>(key, element, declared: null)
    where TKey : notnull
{
    public override Dictionary<TKey, TValue> CreateZero(int depth) => [];

    protected override int Count(Dictionary<TKey, TValue> value) => value.Count;

    protected override void WriteEntries(GobWriter writer, Dictionary<TKey, TValue> value, ref int index)
    {
        Codec<TKey> keys = Key;
        Codec<TValue> elements = Element;
        foreach (KeyValuePair<TKey, TValue> entry in value)
        {
            keys.Write(writer, entry.Key);
            elements.Write(writer, entry.Value);
            index++;
        }
    }

    protected override TKey? KeyAt(Dictionary<TKey, TValue> value, int index) => value.Keys.ElementAtOrDefault(index);

    protected override Dictionary<TKey, TValue> ReadEntries(ref GobReader reader, MapOp op, int count, int capacity) =>
        Add(ref reader, op, count, new Dictionary<TKey, TValue>(capacity), mayReplace: true);

    protected override Dictionary<TKey, TValue> AddEntries(
        ref GobReader reader, MapOp op, int count, int capacity, Dictionary<TKey, TValue> value) =>
        Add(ref reader, op, count, value, mayReplace: false);

    /// <summary>Adds entries to a dictionary, or to one like it if its keys collide.</summary>
    internal static Dictionary<TKey, TValue> Add(ref GobReader reader, MapOp op, int count, Dictionary<TKey, TValue> value, bool mayReplace)
    {
        using var guard = new KeyGuard<TKey>(count, value.Capacity);
        for (int i = 0; i < count; i++)
        {
            op.ReadEntry(ref reader, out TKey entryKey, out TValue element);
            int before = value.Count;
            value[entryKey] = element;
            if (value.Count == before || !guard.IsFlooded(entryKey, value.Capacity))
                continue;
            if (!mayReplace || SeededComparer<TKey>.Instance is not { } comparer)
                throw reader.At(KeyGuard<TKey>.Flood());
            return AddSeeded(ref reader, op, count - i - 1, new Dictionary<TKey, TValue>(value, comparer));
        }

        return value;
    }

    private static Dictionary<TKey, TValue> AddSeeded(ref GobReader reader, MapOp op, int count, Dictionary<TKey, TValue> value)
    {
        for (int i = 0; i < count; i++)
        {
            op.ReadEntry(ref reader, out TKey entryKey, out TValue element);
            value[entryKey] = element;
        }

        return value;
    }
}
