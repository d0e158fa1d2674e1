using Gobwire.Commands;

namespace Gobwire.Tool;

/// <summary>Text from strangers, fit for a terminal.</summary>
internal static class VisibleText
{
    /// <summary>The text; what would move a cursor or change a colour is shown as its code.</summary>
    public static string Of(string text) => LogText.Of(text, int.MaxValue);
}
