using System.Text.Json;
using Gobwire.Tests.Golden;

namespace Gobwire.Tests.Conformance;

/// <summary>The values of Go's own tests as Go encodes them, by the name they have in test/golden/conformance/cases.go.</summary>
internal static class GoStreams
{
    private static readonly Dictionary<string, byte[]> Streams = File
        .ReadLines(GoldenFile.PathOf("conformance.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(row => row.GetProperty("name").GetString()!, row => Convert.FromHexString(row.GetProperty("hex").GetString()!));

    public static IReadOnlyCollection<string> Names => Streams.Keys;

    public static byte[] Get(string name) => Streams[name];

    public static GobDecoder Decoder(string name, GobOptions? options = null) => new(Get(name), options);

    /// <summary>All values of a stream.</summary>
    public static List<T> Decode<T>(string name, GobOptions? options = null)
    {
        GobDecoder decoder = Decoder(name, options);
        var values = new List<T>();
        while (decoder.TryDecode(out T value))
            values.Add(value);
        return values;
    }

    /// <summary>Asserts that an encoder, given values, writes the very bytes Go wrote.</summary>
    public static void AssertEncodes(string name, Action<GobEncoder> encode, GobOptions? options = null)
    {
        using var output = new MemoryStream();
        encode(new GobEncoder(output, options));
        Assert.Equal(Convert.ToHexStringLower(Get(name)), Convert.ToHexStringLower(output.ToArray()));
    }
}
