using PolyType;

namespace Gobwire.Codecs;

/// <summary>A name given to a type for interface values (Go: <c>RegisterName</c>).</summary>
internal abstract class Registration(string name, Type type)
{
    public string Name => name;

    public Type Type => type;

    public abstract ConcreteType CreateConcreteType(CodecContext context);
}

/// <inheritdoc/>
internal sealed class Registration<T>(string name, ITypeShape<T>? shape) : Registration(name, typeof(T))
{
    public override ConcreteType CreateConcreteType(CodecContext context) =>
        new ConcreteType<T>(Name, shape is null ? context.Get<T> : () => context.Get(shape));
}
