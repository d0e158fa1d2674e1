using System.Text;

namespace Gobwire;

/// <summary>A string: bytes that are UTF-8 as a rule, but need not be in Go.</summary>
/// <param name="utf8">The bytes.</param>
public sealed class GobString(ReadOnlyMemory<byte> utf8) : GobValue(GobType.String)
{
    /// <summary>Makes a string of text.</summary>
    /// <param name="text">The text.</param>
    public GobString(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    /// <summary>The bytes as they stood on the wire.</summary>
    public ReadOnlyMemory<byte> Utf8 => utf8;

    /// <summary>The text.</summary>
    /// <exception cref="GobException">The bytes are not UTF-8.</exception>
    public string ToText() =>
        System.Text.Unicode.Utf8.IsValid(utf8.Span)
            ? Encoding.UTF8.GetString(utf8.Span)
            : throw new GobException(GobErrorKind.OutOfRange, "the string is not UTF-8; take its bytes");
}
