using System.Globalization;
using System.Text;

namespace Gobwire.Commands;

/// <summary>Makes a stranger's text fit for a log line: bounded, and without control characters.</summary>
internal static class LogText
{
    public static string Of(string text, int maxLength = 200)
    {
        var safe = new StringBuilder(Math.Min(text.Length, maxLength) + 1);
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, maxLength)))
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                safe.Append(c);
        }

        return text.Length > maxLength ? safe.Append('…').ToString() : safe.ToString();
    }
}
