using System.Buffers;

namespace Gobwire.Tests;

/// <summary>Streams as hex text.</summary>
internal static class Hex
{
    /// <summary>The bytes of hex text; blanks are for reading.</summary>
    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>The stream of one encoder, given a value.</summary>
    public static string Encode<T>(T value, GobOptions? options = null) => Convert.ToHexStringLower(GobSerializer.Serialize(value, options));

    /// <summary>The stream of one encoder, given values of one type.</summary>
    public static string EncodeAll<T>(IEnumerable<T> values, GobOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output, options);
        foreach (T value in values)
            encoder.Encode(value);
        return Convert.ToHexStringLower(output.WrittenSpan);
    }

    /// <summary>All values of a stream.</summary>
    public static List<T> DecodeAll<T>(string hex, GobOptions? options = null)
    {
        var decoder = new GobDecoder(Bytes(hex), options);
        var values = new List<T>();
        while (decoder.TryDecode(out T value))
            values.Add(value);
        return values;
    }

    /// <summary>The one value of a stream.</summary>
    public static T Decode<T>(string hex, GobOptions? options = null) => GobSerializer.Deserialize<T>(Bytes(hex), options);
}
