using System.Runtime.InteropServices;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A list ↔ a slice or an array.</summary>
internal sealed class ListSliceCodec<TElement>(Codec<TElement> element, int length = -1)
    : SliceCodec<List<TElement>, TElement>(element, length, declared: null)
{
    protected override int Count(List<TElement> value) => value.Count;

    protected override void WriteElements(GobWriter writer, List<TElement> value) =>
        Element.WriteMany(writer, CollectionsMarshal.AsSpan(value));

    protected override List<TElement> Build(ReadOnlySpan<TElement> elements)
    {
        var list = new List<TElement>(elements.Length);
        CollectionsMarshal.SetCount(list, elements.Length);
        elements.CopyTo(CollectionsMarshal.AsSpan(list));
        return list;
    }

    protected override Span<TElement> Reuse(scoped ref List<TElement> value, int count, out int existing)
    {
        existing = Math.Min(value.Count, count);
        if (count > value.Capacity)
            return [];
        CollectionsMarshal.SetCount(value, count);
        Span<TElement> elements = CollectionsMarshal.AsSpan(value);
        // What lies behind the count is garbage to a list, though not to Go's slice.
        elements[existing..].Clear();
        return elements;
    }

    protected override List<TElement> Replace(List<TElement> value, TElement[] elements)
    {
        value.Clear();
        value.AddRange(elements);
        return value;
    }

    protected override Codec<List<TElement>> With(Codec<TElement> newElement, int newLength) =>
        new ListSliceCodec<TElement>(newElement, newLength);
}
