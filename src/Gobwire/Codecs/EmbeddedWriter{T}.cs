using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Writes members as an embedded struct; Go sends one even if all of it is zero.</summary>
internal sealed class EmbeddedWriter<T>(string name, StructCodec<T> inner) : FieldWriter<T>(name)
{
    public override LocalTypeRef LocalTypeRef => new(inner.LocalType, false);

    public override bool TryWrite(GobWriter writer, ref T target, int delta)
    {
        writer.WriteUint((uint)delta);
        inner.Write(writer, target);
        return true;
    }

    public override Slot<MergeTarget<T, TArguments>>? ToMergingSlot<TArguments>(Slot<TArguments> argument) => null;
}
