using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A .NET array ↔ a slice or an array.</summary>
internal sealed class ArraySliceCodec<TElement>(Codec<TElement> element, int length = -1)
    : SliceCodec<TElement[], TElement>(element, length, declared: null)
{
    protected override bool TakesArrays => true;

    protected override int Count(TElement[] value) => value.Length;

    protected override void WriteElements(GobWriter writer, TElement[] value) => Element.WriteMany(writer, value);

    protected override TElement[] Build(ReadOnlySpan<TElement> elements) => elements.ToArray();

    protected override TElement[] BuildOwned(TElement[] elements) => elements;

    protected override Span<TElement> Reuse(scoped ref TElement[] value, int count, out int existing)
    {
        existing = count;
        if (value.Length > count)
            value = value[..count];
        return value.Length == count ? value : [];
    }

    protected override Codec<TElement[]> With(Codec<TElement> newElement, int newLength) =>
        new ArraySliceCodec<TElement>(newElement, newLength);
}
