namespace Gobwire;

/// <summary>Some bytes of a stream and what they mean.</summary>
/// <param name="Offset">The offset in the stream of the first.</param>
/// <param name="Bytes">The bytes; none where a value begins that has no bytes of its own before its parts.</param>
/// <param name="Depth">How deep the stream nests here: 0 for a message's length.</param>
/// <param name="Meaning">What they mean; empty for bytes that were not read because of a fault before them.</param>
public readonly record struct GobPart(long Offset, ReadOnlyMemory<byte> Bytes, int Depth, string Meaning);
