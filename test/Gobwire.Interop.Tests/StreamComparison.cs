using System.Buffers;
using System.Text;

namespace Gobwire.Interop.Tests;

/// <summary>What all our ways through a stream come to, against what Go says of it.</summary>
/// <param name="Failure">What differs; null if nothing does.</param>
/// <param name="Encoded">The values encoded again; null if they could not be read.</param>
/// <param name="IsExact">Whether the bytes had to come back as they were.</param>
public sealed record StreamComparison(string? Failure, byte[]? Encoded, bool IsExact)
{
    public static StreamComparison Of(byte[] gob, string[] expected)
    {
        // With url.URL Go defines the type of its field, which no value is of; it does not come with the values.
        bool isExact = gob.AsSpan().IndexOf("Userinfo"u8) < 0;
        byte[]? encoded = null;
        try
        {
            (List<GobValue> values, List<long> ends) = Decode(gob);
            encoded = Encode(values);
            string? failure = JsonFailure(values, expected)
                ?? PrinterFailure(gob, values)
                ?? DribbleFailure(gob, values)
                ?? SkipFailure(gob, ends)
                ?? CutFailure(gob, ends);
            if (failure is null && isExact && !encoded.AsSpan().SequenceEqual(gob))
                failure = $"encoded again it is {Convert.ToHexStringLower(encoded)}";
            return new StreamComparison(failure, encoded, isExact);
        }
        catch (GobException error)
        {
            return new StreamComparison(error.ToString(), encoded, isExact);
        }
    }

    private static (List<GobValue> Values, List<long> Ends) Decode(byte[] gob)
    {
        var decoder = new GobDecoder(gob, GobOptions.Trusted);
        List<GobValue> values = [];
        List<long> ends = [0];
        while (decoder.TryDecode(out GobValue value))
        {
            values.Add(value);
            ends.Add(decoder.Offset);
        }

        return (values, ends);
    }

    private static byte[] Encode(List<GobValue> values)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output, GobOptions.Trusted);
        foreach (GobValue value in values)
            encoder.Encode(value);
        return output.WrittenSpan.ToArray();
    }

    private static string? JsonFailure(List<GobValue> values, string[] expected)
    {
        if (values.Count != expected.Length)
            return $"{values.Count} values, not {expected.Length}";
        for (int i = 0; i < expected.Length; i++)
        {
            string json = values[i].ToJson();
            if (!JsonComparison.AreSame(json, expected[i]))
                return $"value {i} is {json}, not {expected[i]}";
        }

        return null;
    }

    /// <summary>The printer, which builds no values, prints the same.</summary>
    private static string? PrinterFailure(byte[] gob, List<GobValue> values)
    {
        var decoder = new GobDecoder(gob, GobOptions.Trusted);
        var output = new ArrayBufferWriter<byte>();
        foreach (GobValue value in values)
        {
            output.ResetWrittenCount();
            string printed = decoder.TryDecodeJson(output) ? Encoding.UTF8.GetString(output.WrittenSpan) : "nothing";
            if (printed != value.ToJson())
                return $"printed without a value it is {printed}, not {value.ToJson()}";
        }

        return null;
    }

    /// <summary>A byte a read makes no difference.</summary>
    private static string? DribbleFailure(byte[] gob, List<GobValue> values)
    {
        using var stream = new DribblingStream(gob);
        var decoder = new GobDecoder(stream, GobOptions.Trusted);
        for (int i = 0; i < values.Count; i++)
        {
            if (!decoder.TryDecode(out GobValue value) || !value.ValueEquals(values[i]) || value.ToJson() != values[i].ToJson())
                return $"a byte at a time value {i} is another one";
        }

        return decoder.TryDecode(out GobValue _) ? "a byte at a time there is a value more" : null;
    }

    private static string? SkipFailure(byte[] gob, List<long> ends)
    {
        var decoder = new GobDecoder(gob, GobOptions.Trusted);
        for (int i = 1; i < ends.Count; i++)
        {
            if (!decoder.TrySkip() || decoder.Offset != ends[i])
                return $"skipping value {i - 1} ends at {decoder.Offset}, not at {ends[i]}";
        }

        return decoder.TrySkip() || decoder.Offset != gob.Length ? "skipping does not end where reading does" : null;
    }

    /// <summary>Cut anywhere but between values, the stream is no clean end.</summary>
    private static string? CutFailure(byte[] gob, List<long> ends)
    {
        int cut = Random.Shared.Next(gob.Length);
        try
        {
            (List<GobValue> values, _) = Decode(gob[..cut]);
            return ends.IndexOf(cut) == values.Count ? null : $"cut after {cut} bytes it is taken for {values.Count} whole values";
        }
        catch (GobException error)
        {
            return ends.Contains(cut) ? $"cut between values, after {cut} bytes: {error.Message}" : null;
        }
    }
}
