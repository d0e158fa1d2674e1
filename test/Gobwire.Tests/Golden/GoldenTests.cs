using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json.Nodes;
using Gobwire.Tests.Golden.Types;

namespace Gobwire.Tests.Golden;

public sealed class GoldenTests
{
    private const string ManyKeys = "Go's order of a map's keys is random";
    private const string HundredNanoseconds = ".NET's times have steps of 100 ns, Go's of 1 ns";

    /// <summary>Cases whose typed values are encoded to other bytes than Go's, and why.</summary>
    private static readonly Dictionary<string, string> NotToTheByte = new()
    {
        ["article"] = ManyKeys,
        ["map-values"] = ManyKeys,
        ["interface-basic"] = ManyKeys,
        ["time"] = HundredNanoseconds,
        ["event"] = HundredNanoseconds,
        ["opaque"] = HundredNanoseconds,
        ["string-not-utf8"] = "it is decoded as bytes, and bytes are another type than string",
    };

    /// <summary>Cases whose typed values are others after a round trip through .NET, and why.</summary>
    private static readonly Dictionary<string, string> NotTheSameAgain = new()
    {
        ["interface-basic"] = "an int travels as Go's int, which is read as a long",
    };

    /// <summary>Cases whose untyped values are encoded to other bytes than they came from, and why.</summary>
    private static readonly Dictionary<string, string> NotToTheByteUntyped = new()
    {
        ["opaque"] = "Go defines url.Userinfo too, which no type refers to",
        ["opaque-zero"] = "Go defines url.Userinfo too, which no type refers to",
    };

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void A_stream_decodes_without_a_type_to_its_json(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        AssertSameJson(golden.Json, new GobDecoder(golden.Gob));
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void A_stream_is_printed_as_its_json(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        var decoder = new GobDecoder(golden.Gob);
        foreach (string json in golden.Json)
        {
            var text = new ArrayBufferWriter<byte>();
            Assert.True(decoder.TryDecodeJson(text));
            AssertSameJson(json, Encoding.UTF8.GetString(text.WrittenSpan));
        }

        Assert.False(decoder.TryDecodeJson(new ArrayBufferWriter<byte>()));
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void A_stream_decodes_into_dotnet_types(string name)
    {
        var decoder = new GobDecoder(GoldenCase.Get(name).Gob, GoldenShapes.Options);
        foreach (TypedValue typed in TypedCases.Get(name))
        {
            Assert.True(typed.TryDecode(decoder, out object? value));
            Structural.Equal(typed.Expected, value);
        }

        Assert.False(decoder.TrySkip());
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void Dotnet_values_are_encoded_to_the_bytes_of_Go(string name)
    {
        string hex = Convert.ToHexStringLower(Encode(name));
        if (!NotToTheByte.TryGetValue(name, out string? reason))
            Assert.Equal(Convert.ToHexStringLower(GoldenCase.Get(name).Gob), hex);
        else if (reason != ManyKeys)
            Assert.NotEqual(Convert.ToHexStringLower(GoldenCase.Get(name).Gob), hex);
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void Dotnet_values_are_the_same_after_a_round_trip(string name)
    {
        string[] expected = [.. TypedCases.Get(name).Select(v => Structural.Describe(v.Expected))];
        if (NotTheSameAgain.ContainsKey(name))
            Assert.NotEqual(expected, DecodeAgain(name));
        else
            Assert.Equal(expected, DecodeAgain(name));
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void Values_without_a_type_are_encoded_to_the_bytes_they_came_from(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        var decoder = new GobDecoder(golden.Gob);
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output);
        while (decoder.TryDecode(out GobValue value))
            encoder.Encode(value);
        if (NotToTheByteUntyped.ContainsKey(name))
            Assert.NotEqual(Convert.ToHexStringLower(golden.Gob), Convert.ToHexStringLower(output.WrittenSpan));
        else
            Assert.Equal(Convert.ToHexStringLower(golden.Gob), Convert.ToHexStringLower(output.WrittenSpan));
        AssertSameJson(golden.Json, new GobDecoder(output.WrittenMemory));
    }

    [Fact]
    public void Every_case_has_its_typed_values()
    {
        Assert.Equal(GoldenCase.Names.Order(StringComparer.Ordinal), TypedCases.Names.Order(StringComparer.Ordinal));
        Assert.All(GoldenCase.Names, name => Assert.Equal(GoldenCase.Get(name).Json.Count, TypedCases.Get(name).Count));
    }

    [Fact]
    public void The_reasons_for_leaving_cases_out_hold()
    {
        Assert.All(NotToTheByte, entry => Assert.Equal(entry.Value == ManyKeys, HasManyKeys(entry.Key)));
        Assert.All([.. NotToTheByte.Keys, .. NotToTheByteUntyped.Keys, .. NotTheSameAgain.Keys], name => Assert.Contains(name, GoldenCase.Names));
    }

    [Fact]
    public void A_string_that_is_not_UTF8_is_refused_as_string()
    {
        var decoder = new GobDecoder(GoldenCase.Get("string-not-utf8").Gob);
        GobException error = Assert.Throws<GobException>(decoder.Decode<string>);
        Assert.Equal(GobErrorKind.OutOfRange, error.Kind);
    }

    private static IEnumerable<string> DecodeAgain(string name)
    {
        var decoder = new GobDecoder(Encode(name), GoldenShapes.Options);
        foreach (TypedValue typed in TypedCases.Get(name))
        {
            Assert.True(typed.TryDecode(decoder, out object? value));
            yield return Structural.Describe(value);
        }
    }

    private static byte[] Encode(string name)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output, GoldenShapes.Options);
        foreach (TypedValue typed in TypedCases.Get(name))
            typed.Encode(encoder);
        return output.WrittenSpan.ToArray();
    }

    private static bool HasManyKeys(string name) => TypedCases.Get(name).Any(v => HoldsManyKeys(v.Expected));

    private static bool HoldsManyKeys(object? value) => value switch
    {
        null or string => false,
        IDictionary map => map.Count > 1 || map.Values.Cast<object?>().Any(HoldsManyKeys),
        IEnumerable elements => elements.Cast<object?>().Any(HoldsManyKeys),
        ComplexData data => HoldsManyKeys(data.M) || HoldsManyKeys(data.C),
        Anys anys => HoldsManyKeys(anys.M),
        _ => false,
    };

    private static void AssertSameJson(IReadOnlyList<string> expected, GobDecoder decoder)
    {
        foreach (string json in expected)
            AssertSameJson(json, decoder.Decode<GobValue>().ToJson());
        Assert.False(decoder.TrySkip());
    }

    private static void AssertSameJson(string expected, string actual)
    {
        if (expected != actual)
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"{actual} instead of {expected}");
    }
}
