using NATS.Client.Core;

namespace Gobwire.Nats;

/// <summary>
/// Makes all payloads of a connection gobs: <c>new NatsOpts { SerializerRegistry = new GobNatsSerializerRegistry() }</c>. Text and bytes are gobs
/// then too, as under nats.go's <c>GOB_ENCODER</c>.
/// </summary>
/// <param name="options">The options of gobs; null for <see cref="GobOptions.Default"/>.</param>
public sealed class GobNatsSerializerRegistry(GobOptions? options = null) : INatsSerializerRegistry
{
    /// <summary>The serializer of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public INatsSerialize<T> GetSerializer<T>() => new GobNatsSerializer<T>(options);

    /// <summary>The deserializer of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public INatsDeserialize<T> GetDeserializer<T>() => new GobNatsSerializer<T>(options);
}
