using System.Text;

namespace Gobwire.Codecs;

/// <summary>Upper case for the first letter, and for initialisms if asked.</summary>
internal sealed class ExportedNaming(bool initialisms) : GobNamingPolicy
{
    /// <summary>The words that Go's code review comments and linters want in one case.</summary>
    private static readonly HashSet<string> Initialisms = new(StringComparer.OrdinalIgnoreCase)
    {
        "ACL", "API", "ASCII", "CPU", "CSS", "DNS", "EOF", "GUID", "HTML", "HTTP", "HTTPS", "ID", "IP", "JSON", "LHS", "QPS", "RAM", "RHS", "RPC",
        "SLA", "SMTP", "SQL", "SSH", "TCP", "TLS", "TTL", "UDP", "UI", "UID", "UUID", "URI", "URL", "UTF8", "VM", "XML", "XMPP", "XSRF", "XSS",
    };

    public override string Convert(string memberName)
    {
        ArgumentNullException.ThrowIfNull(memberName);
        string name = memberName.TrimStart('_');
        if (name.Length == 0)
            return memberName;
        name = char.ToUpperInvariant(name[0]) + name[1..];
        return initialisms ? Capitalize(name) : name;
    }

    private static string Capitalize(string name)
    {
        var result = new StringBuilder(name.Length);
        int start = 0;
        for (int end = 1; end <= name.Length; end++)
        {
            if (end < name.Length && !BeginsWord(name, end))
                continue;
            string word = name[start..end];
            result.Append(Initialisms.Contains(word) ? word.ToUpperInvariant() : word);
            start = end;
        }

        return result.ToString();
    }

    /// <summary>A word begins with an upper-case letter after one that is not, or before one that is not.</summary>
    private static bool BeginsWord(string name, int i) =>
        char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
}
