using System.Text;

namespace Gobwire.Tool.Types;

/// <summary>Names that are names in C# and in Go.</summary>
internal static class Identifier
{
    /// <summary>Whether a name is one already.</summary>
    public static bool IsValid(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    /// <summary>The name with a capital in front and nothing in it that an identifier cannot have.</summary>
    public static string Capitalized(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (char c in name)
        {
            if (char.IsLetterOrDigit(c) || (c == '_' && text.Length > 0))
                text.Append(text.Length == 0 ? char.ToUpperInvariant(c) : c);
        }

        if (text.Length == 0 || !char.IsUpper(text[0]))
            text.Insert(0, 'X');
        return text.ToString();
    }
}
