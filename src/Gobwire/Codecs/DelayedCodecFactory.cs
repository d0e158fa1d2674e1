using PolyType;
using PolyType.Utilities;

namespace Gobwire.Codecs;

/// <summary>Makes the codecs that stand for those still being built.</summary>
internal sealed class DelayedCodecFactory : IDelayedValueFactory
{
    public DelayedValue Create<T>(ITypeShape<T> typeShape) => new DelayedValue<Codec<T>>(self => new DelayedCodec<T>(self));
}
