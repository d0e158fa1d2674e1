using System.Text;

namespace Gobwire;

/// <summary>A string: bytes that are UTF-8 as a rule, but need not be in Go.</summary>
/// <param name="utf8">The bytes.</param>
public sealed class GobString(ReadOnlyMemory<byte> utf8) : GobValue(GobType.String)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Makes a string of text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="GobException">The text is not well-formed UTF-16.</exception>
    public GobString(string text)
        : this(ToUtf8(text))
    {
    }

    /// <summary>The bytes as they stood on the wire.</summary>
    public ReadOnlyMemory<byte> Utf8 => utf8;

    /// <summary>The text.</summary>
    /// <exception cref="GobException">The bytes are not UTF-8.</exception>
    public string ToText() =>
        System.Text.Unicode.Utf8.IsValid(utf8.Span)
            ? Encoding.UTF8.GetString(utf8.Span)
            : throw new GobException(GobErrorKind.OutOfRange, "the string is not UTF-8; take its bytes") { TellsValue = false };

    private static byte[] ToUtf8(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new GobException(GobErrorKind.InvalidValue, "the string is not well-formed UTF-16", error);
        }
    }
}
