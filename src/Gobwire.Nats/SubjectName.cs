using System.Globalization;
using System.Text;

namespace Gobwire.Nats;

/// <summary>Names of commands as one token of a subject: what would mean something there is percent-encoded, as in a URL, by its UTF-8 bytes.</summary>
internal static class SubjectName
{
    /// <summary>The name as a token.</summary>
    public static string Escape(string name)
    {
        if (name.All(IsPlain))
            return name;
        var token = new StringBuilder(name.Length + 8);
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            if (b < 0x80 && IsPlain((char)b))
                token.Append((char)b);
            else
                token.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return token.ToString();
    }

    /// <summary>The name of a token.</summary>
    public static string Unescape(string token) => Uri.UnescapeDataString(token);

    /// <summary>Refuses a prefix that is no subject.</summary>
    /// <exception cref="ArgumentException">It is empty, or has wildcards, blanks or empty tokens.</exception>
    public static void ThrowIfNoPrefix(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (prefix.Split('.').Any(token => token.Length == 0 || token.Any(c => c is '*' or '>' || c <= ' ' || c == 0x7f)))
            throw new ArgumentException($"\"{prefix}\" is no prefix of subjects: tokens between points, without wildcards and blanks.", nameof(prefix));
    }

    /// <summary>The prefix as a name, of a stream or a service: these have no points in them.</summary>
    public static string PrefixAsName(string prefix) =>
        string.Concat(prefix.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));

    // Only what is plain in streams', consumers' and services' names too.
    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
