using System.Text.Json;
using System.Text.Json.Serialization;
using Gobwire.Rpc.Wire;

namespace Gobwire.Rpc.Json;

/// <summary>The types JSON-RPC knows without being told.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(EmptyStruct))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(uint))]
[JsonSerializable(typeof(ulong))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(string))]
internal sealed partial class RpcJsonContext : JsonSerializerContext;
