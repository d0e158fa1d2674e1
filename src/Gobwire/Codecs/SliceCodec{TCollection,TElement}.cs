using System.Runtime.CompilerServices;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A collection ↔ a slice; or, with a declared length, ↔ an array of that length.</summary>
/// <param name="element">The codec of the elements.</param>
/// <param name="length">The length of an array; -1 for a slice.</param>
/// <param name="declared">Makes the type of a collection class with a name of its own; null for the base library's collections.</param>
internal abstract partial class SliceCodec<TCollection, TElement>(
    Codec<TElement> element, int length, Func<Func<LocalTypeRef>, LocalType>? declared) : Codec<TCollection>
{
    private LocalType? _localType;

    public override LocalType LocalType => Volatile.Read(ref _localType) ?? LocalType.MakeOnce(ref _localType, CreateLocalType());

    public override string PathRoot => "";

    protected Codec<TElement> Element => element;

    protected int Length => length;

    protected Func<Func<LocalTypeRef>, LocalType>? Declared => declared;

    public override bool IsOmitted(TCollection value) => length < 0 && (value is null || Count(value) == 0);

    public override bool IsZero(TCollection value) => value is not null && Count(value) == Math.Max(length, 0) && length <= 0;

    public override void Write(GobWriter writer, TCollection value)
    {
        int count = value is null ? 0 : Count(value);
        if (length >= 0 && count != length)
        {
            throw new GobException(
                GobErrorKind.InvalidValue, $"{count} elements where the declared length of the array is {length}");
        }

        writer.Enter();
        writer.WriteUint((uint)count);
        if (count > 0)
            WriteElements(writer, value!);
        writer.Leave();
    }

    public override TCollection CreateZero(int depth)
    {
        if (length <= 0)
            return Build([]);
        var zeros = new TElement[length];
        for (int i = 0; i < zeros.Length; i++)
            zeros[i] = element.CreateZero(depth + 1);
        return Build(zeros);
    }

    public override Codec<TCollection> WithLengths(ReadOnlySpan<int> lengths) =>
        lengths.IsEmpty ? this : With(element.WithLengths(lengths[1..]), lengths[0]);

    public override Op<TCollection> Compile(GobType wire, OpCompiler compiler)
    {
        bool matches = wire.Kind == GobTypeKind.Array ? length < 0 || wire.Length == length : wire.Kind == GobTypeKind.Slice && length < 0;
        if (!matches)
            throw Mismatch(wire);
        SliceOp op = compiler.Merges ? new MergingSliceOp(this, wire) : new SliceOp(this, wire);
        compiler.Begin(this, wire, op);
        op.Compile(compiler);
        return op;
    }

    protected abstract int Count(TCollection value);

    protected abstract void WriteElements(GobWriter writer, TCollection value);

    /// <summary>Makes the collection of elements, which may lie in a buffer that is used again.</summary>
    protected abstract TCollection Build(ReadOnlySpan<TElement> elements);

    /// <summary>Makes the collection of an array made for it.</summary>
    protected virtual TCollection BuildOwned(TElement[] elements) => Build(elements);

    /// <summary>Whether <see cref="BuildOwned"/> makes no copy.</summary>
    protected virtual bool TakesArrays => false;

    protected abstract Codec<TCollection> With(Codec<TElement> newElement, int newLength);

    private LocalType CreateLocalType()
    {
        if (declared is not null)
            return declared(() => element.LocalTypeRef);
        return length < 0 ? LocalType.SliceOf(element.LocalTypeRef) : LocalType.ArrayOf(element.LocalTypeRef, length);
    }

    private class SliceOp(SliceCodec<TCollection, TElement> codec, GobType wire) : Op<TCollection>
    {
        protected Op<TElement> Element { get; private set; } = null!;

        public virtual void Compile(OpCompiler compiler) => Element = compiler.Get(codec.Element, wire.Element!, merges: false);

        public override void Read(ref GobReader reader, ref TCollection value)
        {
            reader.Enter();
            int count = ReadCount(ref reader);
            value = count is > 0 and <= FewElements<TElement>.Count && !codec.TakesArrays && Unsafe.SizeOf<TElement>() <= FewElements<TElement>.MaxSize
                ? ReadFew(ref reader, count)
                : codec.BuildOwned(ReadElements(ref reader, count));
            reader.Leave();
        }

        protected int ReadCount(ref GobReader reader)
        {
            int count = reader.ReadCount(wire.MayHoldInterface);
            if (wire.Kind == GobTypeKind.Array && count != wire.Length)
                throw reader.Malformed($"a count of {count} elements in an array of length {wire.Length}");
            return count;
        }

        protected TElement[] ReadElements(ref GobReader reader, int count)
        {
            if (count == 0)
                return [];
            if (!reader.Affords(count, Gathered<TElement>.Weight))
                return ReadGathered(ref reader, count);
            var elements = new TElement[count];
            ReadAwaited(ref reader, elements, 0);
            return elements;
        }

        /// <summary>Reads elements of which a collection is made that copies them, and which lie on the stack: strangers send many small ones in each other.</summary>
        private TCollection ReadFew(ref GobReader reader, int count)
        {
            var few = default(FewElements<TElement>);
            Span<TElement> elements = few[..count];
            ReadAwaited(ref reader, elements, 0);
            return codec.Build(elements);
        }

        private void ReadAwaited(ref GobReader reader, scoped Span<TElement> elements, int first)
        {
            long awaited = reader.Awaited;
            reader.Awaited += (long)elements.Length * Gathered<TElement>.Weight;
            Element.ReadMany(ref reader, elements, first);
            reader.Awaited = awaited;
        }

        private TElement[] ReadGathered(ref GobReader reader, int count)
        {
            var gathered = new Gathered<TElement>(count);
            while (!gathered.IsComplete)
            {
                int first = gathered.Count;
                ReadAwaited(ref reader, gathered.Next(), first);
            }

            return gathered.ToArray();
        }
    }
}
