using System.Collections;
using System.Text;

namespace Gobwire;

/// <summary>A map: its entries in the order of the wire, which means nothing in Go.</summary>
public sealed class GobMap : GobValue, IReadOnlyList<KeyValuePair<GobValue, GobValue>>
{
    private readonly List<KeyValuePair<GobValue, GobValue>> _entries;

    internal GobMap(GobType type, List<KeyValuePair<GobValue, GobValue>> entries)
        : base(type) => _entries = entries;

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>An entry.</summary>
    /// <param name="index">Its place, from 0.</param>
    public KeyValuePair<GobValue, GobValue> this[int index] => _entries[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<GobValue, GobValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The element of a text key; the last, if the key came twice.</summary>
    internal GobValue? Find(string key)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(key);
        GobValue? found = null;
        foreach (KeyValuePair<GobValue, GobValue> entry in _entries)
        {
            if (entry.Key is GobString text && text.Utf8.Span.SequenceEqual(utf8))
                found = entry.Value;
        }

        return found;
    }
}
