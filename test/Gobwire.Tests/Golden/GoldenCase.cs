using System.Text.Json;

namespace Gobwire.Tests.Golden;

/// <summary>A stream of Go's own encoder with its values as Gob JSON.</summary>
public sealed record GoldenCase(string Name, IReadOnlyList<string> Json, byte[] Gob)
{
    private static readonly Dictionary<string, GoldenCase> All = File.ReadLines(GoldenFile.PathOf("cases.jsonl")).Select(Parse).ToDictionary(c => c.Name);

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>The names as theory data.</summary>
    public static TheoryData<string> Theory => [.. All.Keys];

    public static GoldenCase Get(string name) => All[name];

    private static GoldenCase Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        return new GoldenCase(
            root.GetProperty("name").GetString()!,
            [.. root.GetProperty("json").EnumerateArray().Select(j => j.GetString()!)],
            Convert.FromHexString(root.GetProperty("hex").GetString()!));
    }
}
