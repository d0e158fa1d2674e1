using System.Text.Json;

namespace Gobwire.Tool.Tests;

/// <summary>A stream from test/golden: one that Go made, or a bad one.</summary>
public sealed record SampleStream(string Name, byte[] Gob, string[] Json)
{
    public static IReadOnlyDictionary<string, SampleStream> Cases { get; } = Read("cases.jsonl");

    public static IReadOnlyDictionary<string, SampleStream> Bad { get; } = Read("bad.jsonl");

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    public static TheoryData<string> BadNames => [.. Bad.Keys];

    private static Dictionary<string, SampleStream> Read(string file)
    {
        var streams = new Dictionary<string, SampleStream>();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", file)))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            string name = root.GetProperty("name").GetString()!;
            string[] json = root.TryGetProperty("json", out JsonElement values) ? [.. values.EnumerateArray().Select(e => e.GetString()!)] : [];
            streams.Add(name, new SampleStream(name, Convert.FromHexString(root.GetProperty("hex").GetString()!), json));
        }

        return streams;
    }
}
