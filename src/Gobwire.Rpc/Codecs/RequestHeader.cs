namespace Gobwire.Rpc.Codecs;

/// <summary>What stands before arguments: the method, and what names the call in its response.</summary>
/// <param name="ServiceMethod">The service and method, as <c>Arith.Multiply</c>.</param>
/// <param name="Seq">The number the client gave the call; of no meaning in JSON-RPC.</param>
/// <param name="JsonId">In JSON-RPC the id, any JSON value as text; null where there is none.</param>
internal readonly record struct RequestHeader(string ServiceMethod, ulong Seq, byte[]? JsonId = null);
