using System.Collections;

namespace Gobwire;

/// <summary>An array or a slice.</summary>
public sealed class GobSequence : GobValue, IReadOnlyList<GobValue>
{
    private readonly List<GobValue> _elements;

    internal GobSequence(GobType type, List<GobValue> elements)
        : base(type) => _elements = elements;

    /// <summary>How many elements there are.</summary>
    public int Count => _elements.Count;

    /// <summary>An element.</summary>
    /// <param name="index">Its index, from 0.</param>
    public GobValue this[int index] => _elements[index];

    /// <inheritdoc/>
    public IEnumerator<GobValue> GetEnumerator() => _elements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
