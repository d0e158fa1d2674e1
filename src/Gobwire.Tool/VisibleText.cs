namespace Gobwire.Tool;

/// <summary>Text from strangers, fit for a terminal.</summary>
internal static class VisibleText
{
    /// <summary>The text; what would move a cursor or change a colour is shown as its code.</summary>
    public static string Of(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : $"{c}")) : text;
}
