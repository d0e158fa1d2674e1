using System.Text.Json;

namespace Gobwire.Tests.Codecs;

/// <summary>Streams that Go wrote, by the name they have in test/golden/opaque/cases.go.</summary>
internal static class OpaqueStreams
{
    private static readonly Dictionary<string, byte[]> Streams = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "opaque.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(row => row.GetProperty("name").GetString()!, row => Convert.FromHexString(row.GetProperty("hex").GetString()!));

    public static byte[] Get(string name) => Streams[name];

    /// <summary>All values of a stream.</summary>
    public static T[] Decode<T>(string name, GobOptions? options = null)
    {
        var decoder = new GobDecoder(Get(name), options);
        var values = new List<T>();
        while (decoder.TryDecode(out T value))
            values.Add(value);
        return [.. values];
    }

    /// <summary>Asserts that values encode to the very bytes Go wrote.</summary>
    public static void AssertEncodes<T>(string name, IEnumerable<T> values, GobOptions? options = null)
    {
        using var output = new MemoryStream();
        var encoder = new GobEncoder(output, options);
        foreach (T value in values)
            encoder.Encode(value);
        Assert.Equal(Convert.ToHexStringLower(Get(name)), Convert.ToHexStringLower(output.ToArray()));
    }
}
