namespace Gobwire.Json;

/// <summary>What a JSON value may become.</summary>
internal enum InferredKind
{
    Null,
    Bool,
    Int,
    Uint,
    Float,
    String,
    Interface,
    Slice,
    Struct,
}
