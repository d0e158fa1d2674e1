using System.Text.Json.Serialization;

namespace Gobwire.Benchmarks.Values;

/// <summary>The article's struct for System.Text.Json, source-generated.</summary>
[JsonSerializable(typeof(ComplexData))]
internal sealed partial class ComplexDataJson : JsonSerializerContext;
