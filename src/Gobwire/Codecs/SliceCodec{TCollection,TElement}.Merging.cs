using Gobwire.Wire;

namespace Gobwire.Codecs;

internal abstract partial class SliceCodec<TCollection, TElement>
{
    /// <summary>The elements of a collection that has room for as many as come, if it can be written into.</summary>
    /// <param name="value">The collection; what takes its place after, if it cannot be made shorter.</param>
    /// <param name="count">How many come.</param>
    /// <param name="existing">How many of them are there already; the others are default.</param>
    /// <returns>The elements to decode into, or none.</returns>
    protected virtual Span<TElement> Reuse(scoped ref TCollection value, int count, out int existing)
    {
        existing = 0;
        return [];
    }

    /// <summary>Makes the collection that takes the place of one without room: the same, where it can grow.</summary>
    protected virtual TCollection Replace(TCollection value, TElement[] elements) => BuildOwned(elements);

    /// <summary>Go's rule: where the array has room it is used again, and its elements are decoded into; otherwise a new one is made.</summary>
    private sealed class MergingSliceOp(SliceCodec<TCollection, TElement> codec, GobType wire) : SliceOp(codec, wire)
    {
        private readonly SliceCodec<TCollection, TElement> _codec = codec;
        private readonly GobType _elementType = wire.Element!;
        private Op<TElement> _existing = null!;

        public override void Compile(OpCompiler compiler)
        {
            base.Compile(compiler);
            _existing = compiler.Get(_codec.Element, _elementType);
        }

        public override void Read(ref GobReader reader, ref TCollection value)
        {
            if (value is null)
            {
                base.Read(ref reader, ref value);
                return;
            }

            reader.Enter();
            int count = ReadCount(ref reader);
            Span<TElement> elements = _codec.Reuse(ref value, count, out int existing);
            if (elements.Length == count)
                ReadInto(ref reader, elements, existing);
            else
                value = _codec.Replace(value, ReadElements(ref reader, count));
            reader.Leave();
        }

        private void ReadInto(ref GobReader reader, Span<TElement> elements, int existing)
        {
            int i = 0;
            try
            {
                for (; i < elements.Length; i++)
                    (i < existing ? _existing : Element).Read(ref reader, ref elements[i]);
            }
            catch (GobException error) when (error.PrependIndex(i))
            {
                throw;
            }
        }
    }
}
