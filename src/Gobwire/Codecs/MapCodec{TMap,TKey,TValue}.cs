using System.Runtime.CompilerServices;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A dictionary ↔ a map. An empty one is sent, a null one is not, as Go does.</summary>
internal abstract class MapCodec<TMap, TKey, TValue>(
    Codec<TKey> key, Codec<TValue> element, Func<Func<LocalTypeRef>, Func<LocalTypeRef>, LocalType>? declared) : Codec<TMap>
    where TKey : notnull
{
    private LocalType? _localType;

    public override LocalType LocalType => Volatile.Read(ref _localType) ?? LocalType.MakeOnce(ref _localType, CreateLocalType());

    public override string PathRoot => "";

    protected Codec<TKey> Key => key;

    protected Codec<TValue> Element => element;

    public override bool IsOmitted(TMap value) => value is null;

    public override bool IsZero(TMap value) => value is not null && Count(value) == 0;

    public override void Write(GobWriter writer, TMap value)
    {
        writer.Enter();
        int count = value is null ? 0 : Count(value);
        writer.WriteUint((uint)count);
        if (count > 0)
            WriteTracked(writer, value!);
        writer.Leave();
    }

    public override Op<TMap> Compile(GobType wire, OpCompiler compiler)
    {
        if (wire.Kind != GobTypeKind.Map)
            throw Mismatch(wire);
        var op = new MapOp(this, wire.MayHoldInterface, compiler.Merges);
        compiler.Begin(this, wire, op);
        op.Key = compiler.Get(key, wire.Key!, merges: false);
        op.Element = compiler.Get(element, wire.Element!, merges: false);
        return op;
    }

    protected abstract int Count(TMap value);

    /// <summary>Writes the entries; the index is how many are written.</summary>
    protected abstract void WriteEntries(GobWriter writer, TMap value, ref int index);

    /// <summary>The key of an entry, by its place in the order in which entries are written.</summary>
    protected abstract TKey? KeyAt(TMap value, int index);

    protected abstract TMap ReadEntries(ref GobReader reader, MapOp op, int count, int capacity);

    /// <summary>Adds entries to a map that exists; a key that is there gets the new element.</summary>
    protected abstract TMap AddEntries(ref GobReader reader, MapOp op, int count, int capacity, TMap value);

    private void WriteTracked(GobWriter writer, TMap value)
    {
        int index = 0;
        try
        {
            WriteEntries(writer, value, ref index);
        }
        catch (GobException error) when (error.PrependKey(MapPath.Step(KeyAt(value, index))))
        {
            throw;
        }
    }

    private LocalType CreateLocalType() =>
        declared is null
            ? LocalType.MapOf(key.LocalTypeRef, element.LocalTypeRef)
            : declared(() => key.LocalTypeRef, () => element.LocalTypeRef);

    /// <summary>
    /// What an entry takes of <see cref="GobReader.Awaited"/>. A hash table has some ten bytes for it beside key and element; and an entry has two bytes of input
    /// at least, so half of it is counted.
    /// </summary>
    private static int Weight => (Unsafe.SizeOf<TKey>() + Unsafe.SizeOf<TValue>() + 12 + 15) / 16;

    internal sealed class MapOp(MapCodec<TMap, TKey, TValue> codec, bool mayHoldInterface, bool merges) : Op<TMap>
    {
        public Op<TKey> Key { get; set; } = null!;

        public Op<TValue> Element { get; set; } = null!;

        public override void Read(ref GobReader reader, ref TMap value)
        {
            reader.Enter();
            int count = reader.ReadCount(mayHoldInterface);
            long awaited = reader.Awaited;
            int capacity = reader.Affords(count, Weight) ? count : (int)Math.Clamp((reader.Remaining - awaited) / Weight, 0, count);
            reader.Awaited += (long)count * Weight;
            value = merges && value is not null
                ? codec.AddEntries(ref reader, this, count, capacity, value)
                : codec.ReadEntries(ref reader, this, count, capacity);
            reader.Awaited = awaited;
            reader.Leave();
        }

        public void ReadEntry(ref GobReader reader, out TKey key, out TValue value)
        {
            reader.Awaited -= Weight;
            key = default!;
            value = default!;
            Key.Read(ref reader, ref key);
            try
            {
                Element.Read(ref reader, ref value);
            }
            catch (GobException error) when (error.PrependKey(MapPath.Step(key)))
            {
                throw;
            }
        }
    }
}
