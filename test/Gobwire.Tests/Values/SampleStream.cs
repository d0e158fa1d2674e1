using System.Text.Json;

namespace Gobwire.Tests.Values;

/// <summary>A stream that Go made: its bytes and its Gob JSON, from test/golden.</summary>
public sealed record SampleStream(string Name, byte[] Gob, string[] Json)
{
    public static IReadOnlyDictionary<string, SampleStream> All { get; } = Read();

    public static TheoryData<string> Names => [.. All.Keys];

    public IReadOnlyList<GobValue> Decode()
    {
        var decoder = new GobDecoder(Gob, GobOptions.Trusted);
        List<GobValue> values = [];
        while (decoder.TryDecode(out GobValue value))
            values.Add(value);
        return values;
    }

    private static Dictionary<string, SampleStream> Read()
    {
        var streams = new Dictionary<string, SampleStream>();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "cases.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            string name = root.GetProperty("name").GetString()!;
            string[] json = [.. root.GetProperty("json").EnumerateArray().Select(e => e.GetString()!)];
            streams.Add(name, new SampleStream(name, Convert.FromHexString(root.GetProperty("hex").GetString()!), json));
        }

        return streams;
    }
}
