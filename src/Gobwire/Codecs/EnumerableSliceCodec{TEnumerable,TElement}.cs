using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>How PolyType takes a collection apart and puts it together.</summary>
internal delegate TEnumerable BuildFromSpan<TEnumerable, TElement>(ReadOnlySpan<TElement> elements);

/// <summary>Any collection PolyType can build ↔ a slice or an array.</summary>
internal sealed class EnumerableSliceCodec<TEnumerable, TElement>(
    Codec<TElement> element,
    Func<TEnumerable, IEnumerable<TElement>> enumerate,
    BuildFromSpan<TEnumerable, TElement>? build,
    int length,
    Func<Func<LocalTypeRef>, LocalType>? declared)
    : SliceCodec<TEnumerable, TElement>(element, length, declared)
{
    protected override int Count(TEnumerable value) => enumerate(value).TryGetNonEnumeratedCount(out int count) ? count : enumerate(value).Count();

    protected override void WriteElements(GobWriter writer, TEnumerable value)
    {
        int i = 0;
        try
        {
            foreach (TElement item in enumerate(value))
            {
                Element.Write(writer, item);
                i++;
            }
        }
        catch (GobException error) when (error.PrependIndex(i))
        {
            throw;
        }
    }

    protected override TEnumerable Build(ReadOnlySpan<TElement> elements) =>
        build is not null
            ? build(elements)
            : throw new GobException(GobErrorKind.UnsupportedType, $"{Name} cannot be built from elements");

    protected override Codec<TEnumerable> With(Codec<TElement> newElement, int newLength) =>
        new EnumerableSliceCodec<TEnumerable, TElement>(newElement, enumerate, build, newLength, Declared);
}
