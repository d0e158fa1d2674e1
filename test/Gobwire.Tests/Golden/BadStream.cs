using System.Text.Json;

namespace Gobwire.Tests.Golden;

/// <summary>A damaged or hostile stream, and the Go type it was decoded into.</summary>
public sealed record BadStream(string Name, string Into, byte[] Gob)
{
    private static readonly Dictionary<string, BadStream> All = File.ReadLines(GoldenFile.PathOf("bad.jsonl")).Select(Parse).ToDictionary(c => c.Name);

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>The names as theory data.</summary>
    public static TheoryData<string> Theory => [.. All.Keys];

    public static BadStream Get(string name) => All[name];

    private static BadStream Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        return new BadStream(
            root.GetProperty("name").GetString()!,
            root.GetProperty("into").GetString()!,
            Convert.FromHexString(root.GetProperty("hex").GetString()!));
    }
}
