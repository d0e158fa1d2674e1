using Gobwire.Wire;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>Writes a field of bytes.</summary>
internal sealed class BytesFieldWriter<T>(string name, Getter<T, byte[]> getter, BytesCodec codec) : FieldWriter<T, byte[]>(name, getter, codec)
{
    public override bool TryWrite(GobWriter writer, ref T target, int delta)
    {
        byte[] value = Getter(ref target);
        if (value is null || value.Length == 0)
            return false;
        writer.WriteUint((uint)delta);
        writer.WriteBytes(value);
        return true;
    }
}
