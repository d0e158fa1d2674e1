namespace Gobwire.Rpc.Codecs;

/// <summary>What stands before a reply: the call's number, and the error's text, empty for none.</summary>
internal readonly record struct ResponseHeader(ulong Seq, string Error);
