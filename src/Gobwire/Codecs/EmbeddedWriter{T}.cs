using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Writes members as an embedded struct; Go sends one even if all of it is zero.</summary>
internal sealed class EmbeddedWriter<T>(string name, FieldWriter<T>[] fields, CodecContext context) : FieldWriter<T>(name)
{
    private readonly StructCodec<T> _inner = new(context.PackageName, name, fields, new UnbuildableStruct<T>());
    private LocalType? _type;

    public override LocalTypeRef LocalTypeRef => new(_type ??= context.GetEmbeddedType(_inner.LocalType), false);

    public override bool TryWrite(GobWriter writer, ref T target, int delta)
    {
        writer.WriteUint((uint)delta);
        _inner.Write(writer, target);
        return true;
    }

    public override Slot<MergeTarget<T, TArguments>>? ToMergingSlot<TArguments>(Slot<TArguments> argument) => null;
}
