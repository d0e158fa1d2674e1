namespace Gobwire.Codecs;

/// <summary>A codec of structs.</summary>
internal interface IStructCodec
{
    /// <summary>Whether some member's zero is not the default of its type.</summary>
    bool HasZeros { get; }
}
