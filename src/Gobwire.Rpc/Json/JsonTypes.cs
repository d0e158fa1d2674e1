using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gobwire.Rpc.Json;

/// <summary>Finds how types are read and written in JSON: as the user's options say, and for a few of the simplest without them.</summary>
internal sealed class JsonTypes(JsonSerializerOptions? options)
{
    /// <exception cref="NotSupportedException">Nobody knows the type.</exception>
    public JsonTypeInfo<T> Get<T>()
    {
        if (options?.TypeInfoResolver is not null && options.TryGetTypeInfo(typeof(T), out JsonTypeInfo? type))
            return (JsonTypeInfo<T>)type;
        return (JsonTypeInfo<T>?)RpcJsonContext.Default.GetTypeInfo(typeof(T))
            ?? throw new NotSupportedException(
                $"JSON-RPC does not know {typeof(T)}: set the option {nameof(RpcClientOptions.Json)} to JsonSerializerOptions whose " +
                "TypeInfoResolver does, such as a JsonSerializerContext marked with [JsonSerializable]");
    }
}
