using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>An immutable array ↔ a slice or an array. One that was never made is empty, as a nil slice is.</summary>
internal sealed class ImmutableArraySliceCodec<TElement>(Codec<TElement> element, int length = -1)
    : SliceCodec<ImmutableArray<TElement>, TElement>(element, length, declared: null)
{
    protected override bool TakesArrays => true;

    protected override int Count(ImmutableArray<TElement> value) => value.IsDefault ? 0 : value.Length;

    protected override void WriteElements(GobWriter writer, ImmutableArray<TElement> value) => Element.WriteMany(writer, value.AsSpan());

    protected override ImmutableArray<TElement> Build(ReadOnlySpan<TElement> elements) => [.. elements];

    protected override ImmutableArray<TElement> BuildOwned(TElement[] elements) => ImmutableCollectionsMarshal.AsImmutableArray(elements);

    protected override Codec<ImmutableArray<TElement>> With(Codec<TElement> newElement, int newLength) =>
        new ImmutableArraySliceCodec<TElement>(newElement, newLength);
}
