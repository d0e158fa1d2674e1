using System.Text;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A type that travels in interface values under a name.</summary>
internal abstract class ConcreteType(string name, Type type)
{
    public string Name => name;

    /// <summary>The name's bytes.</summary>
    public byte[] NameBytes { get; } = Encoding.UTF8.GetBytes(name);

    public Type Type => type;

    /// <summary>Whether values of derived classes travel under this name too: their bytes say all that Go's type holds.</summary>
    public abstract bool TakesDerived { get; }

    public abstract void Write(GobWriter writer, object value);

    public abstract object Read(ref GobReader reader, int id);
}

/// <inheritdoc/>
internal sealed class ConcreteType<T>(string name, Func<Codec<T>> codec) : ConcreteType(name, typeof(T))
{
    // Asked for late: a type may be registered for its own members.
    private Codec<T> Codec => field ??= codec();

    public override bool TakesDerived => Codec.LocalType.IsOpaque || Codec.LocalType.BasicId != 0;

    public override void Write(GobWriter writer, object value) => Codec.WriteInner(writer, (T)value);

    public override object Read(ref GobReader reader, int id)
    {
        T value = default!;
        reader.Types.GetOp(Codec, id).ReadSingle(ref reader, ref value);
        return value!;
    }
}
