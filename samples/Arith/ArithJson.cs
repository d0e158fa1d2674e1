using System.Text.Json.Serialization;

namespace Arith;

/// <summary>The types for JSON-RPC.</summary>
[JsonSerializable(typeof(Args))]
[JsonSerializable(typeof(Quotient))]
internal sealed partial class ArithJson : JsonSerializerContext;
