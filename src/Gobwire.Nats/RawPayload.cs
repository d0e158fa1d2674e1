using NATS.Client.Core;

namespace Gobwire.Nats;

/// <summary>Payloads as bytes, whatever registry the connection has.</summary>
internal static class RawPayload
{
    public static INatsSerialize<ReadOnlyMemory<byte>> Serializer { get; } = NatsRawSerializer<ReadOnlyMemory<byte>>.Default;

    public static INatsDeserialize<byte[]> Deserializer { get; } = NatsRawSerializer<byte[]>.Default;
}
