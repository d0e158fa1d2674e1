using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gobwire.Commands;

/// <summary>Makes a stranger's text fit for a log line: bounded, and with nothing in it that is not seen or moves what is.</summary>
internal static class LogText
{
    private const int MaxReasonLength = 500;
    private const int EscapeLength = 6;

    /// <summary>The text; control and format characters, line separators and lone surrogates as their codes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">How long it may be at most, its codes counted; where it is longer, <c>…</c> stands at its end.</param>
    public static string Of(string text, int maxLength = 200)
    {
        if (text.Length <= maxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var safe = new StringBuilder(Math.Min(text.Length, maxLength) + 1);
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            bool isCharacter = Rune.DecodeFromUtf16(rest, out Rune rune, out int length) == OperationStatus.Done;
            bool isShown = isCharacter && IsShown(rune);
            if (safe.Length + (isShown ? length : length * EscapeLength) > maxLength)
                return safe.Append('…').ToString();
            if (isShown)
            {
                safe.Append(rest[..length]);
            }
            else
            {
                foreach (char c in rest[..length])
                    safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }

            rest = rest[length..];
        }

        return safe.ToString();
    }

    /// <summary>The text of an error, which may have a stranger's in it.</summary>
    public static string OfReason(string reason) => Of(reason, MaxReasonLength);

    // Format characters turn the direction of the text around them (bidirectional overrides), or hide in it.
    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
