using System.Text.RegularExpressions;

namespace Gobwire.House.Tests;

/// <summary>What stands in a document's blocks of code.</summary>
internal static partial class Documents
{
    /// <summary>The blocks of a language; the empty language for blocks that name none.</summary>
    public static IReadOnlyList<string> Blocks(string path, string language) =>
        [.. Fences().Matches(Repository.Read(path)).Where(b => b.Groups["language"].Value == language).Select(b => b.Groups["code"].Value)];

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fences();
}
