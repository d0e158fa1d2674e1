using Gobwire.Wire;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>Writes a field of text.</summary>
internal sealed class StringFieldWriter<T>(string name, Getter<T, string> getter, StringCodec codec) : FieldWriter<T, string>(name, getter, codec)
{
    public override bool TryWrite(GobWriter writer, ref T target, int delta)
    {
        string value = Getter(ref target);
        if (string.IsNullOrEmpty(value))
            return false;
        writer.WriteUint((uint)delta);
        writer.WriteString(value);
        return true;
    }
}
