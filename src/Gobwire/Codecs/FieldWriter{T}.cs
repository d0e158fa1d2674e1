using Gobwire.Wire;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>Writes one field of a struct.</summary>
internal abstract class FieldWriter<T>(string name)
{
    public string Name => name;

    public abstract LocalTypeRef LocalTypeRef { get; }

    /// <summary>Makes the writer of a field. Text and bytes, of which most fields are, have their own: with two calls less on the way to the buffer.</summary>
    public static FieldWriter<T> Create<TField>(string name, Getter<T, TField> getter, Codec<TField> codec) => (getter, codec) switch
    {
        (Getter<T, string> text, StringCodec strings) => new StringFieldWriter<T>(name, text, strings),
        (Getter<T, byte[]> binary, BytesCodec bytes) => new BytesFieldWriter<T>(name, binary, bytes),
        _ => new FieldWriter<T, TField>(name, getter, codec),
    };

    /// <summary>Writes the field unless its value is left off the wire.</summary>
    /// <returns>Whether it was written.</returns>
    public abstract bool TryWrite(GobWriter writer, ref T target, int delta);

    /// <summary>The slot that merges this field into an argument of a constructor; null if the argument is of another type.</summary>
    public abstract Slot<MergeTarget<T, TArguments>>? ToMergingSlot<TArguments>(Slot<TArguments> argument);
}

/// <inheritdoc/>
internal class FieldWriter<T, TField>(string name, Getter<T, TField> getter, Codec<TField> codec) : FieldWriter<T>(name)
{
    public override LocalTypeRef LocalTypeRef => codec.LocalTypeRef;

    protected Getter<T, TField> Getter => getter;

    public override bool TryWrite(GobWriter writer, ref T target, int delta) => codec.TryWriteField(writer, getter(ref target), delta);

    public override Slot<MergeTarget<T, TArguments>>? ToMergingSlot<TArguments>(Slot<TArguments> argument) =>
        argument is Slot<TArguments, TField> typed ? typed.ToMergingSlot(getter) : null;
}
