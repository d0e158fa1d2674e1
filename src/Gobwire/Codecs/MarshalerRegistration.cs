namespace Gobwire.Codecs;

/// <summary>A marshaler given to options for a type.</summary>
internal abstract class MarshalerRegistration(Type type)
{
    public Type Type => type;

    public abstract Codec CreateCodec(MarshalerCodecs codecs);
}

/// <inheritdoc/>
internal sealed class MarshalerRegistration<T>(GobMarshaler<T> marshaler) : MarshalerRegistration(typeof(T))
{
    public override Codec CreateCodec(MarshalerCodecs codecs) => codecs.CreateCodec(marshaler);
}
