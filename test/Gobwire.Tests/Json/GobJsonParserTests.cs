using System.Buffers;
using Gobwire.Tests.Values;

namespace Gobwire.Tests.Json;

public sealed class GobJsonParserTests
{
    /// <summary>Streams that Gob JSON does not carry whole: bytes that are not UTF-8, and types that Go defines and no value is made of.</summary>
    private static readonly string[] NotCarried = ["string-not-utf8", "opaque", "opaque-zero"];

    public static TheoryData<string> CarriedNames => [.. SampleStream.All.Keys.Except(NotCarried)];

    [Theory]
    [MemberData(nameof(CarriedNames))]
    public void Go_s_streams_come_back_from_their_json_byte_for_byte(string name)
    {
        SampleStream sample = SampleStream.All[name];
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output, GobOptions.Trusted);
        var names = new Dictionary<string, GobType>();
        foreach (GobValue value in sample.Decode())
        {
            AddNames(value, names);
            encoder.Encode(GobValue.ParseJson(value.ToJson(), value.Type, names));
        }

        Assert.Equal(Convert.ToHexStringLower(sample.Gob), Convert.ToHexStringLower(output.WrittenSpan));
    }

    public static TheoryData<string, GobType> Forms => new()
    {
        { "true", GobType.Bool },
        { "-9223372036854775808", GobType.Int },
        { "18446744073709551615", GobType.Uint },
        { "-0", GobType.Float },
        { "5e-324", GobType.Float },
        { "\"NaN\"", GobType.Float },
        { "\"-Infinity\"", GobType.Float },
        { "[1.5,\"Infinity\"]", GobType.Complex },
        { "\"a\\n\\u2028\"", GobType.String },
        { "\"AP+A\"", GobType.Bytes },
        { "\"m\"", GobType.OpaqueOf(GobTypeKind.TextMarshaler) },
        { "\"sgA=\"", GobType.OpaqueOf(GobTypeKind.BinaryMarshaler, "Time") },
        { "{\"true\":1,\"false\":0}", GobType.MapOf(GobType.Bool, GobType.Int) },
        { "{\"-5\":1}", GobType.MapOf(GobType.Int, GobType.Int) },
        { "{\"18446744073709551615\":1}", GobType.MapOf(GobType.Uint, GobType.Int) },
        { "{\"1.5\":1,\"NaN\":2,\"NaN\":3,\"-Infinity\":4}", GobType.MapOf(GobType.Float, GobType.Int) },
        { "[[[1,2],3]]", GobType.MapOf(GobType.ArrayOf(GobType.Int, 2), GobType.Int) },
        { "[null,{\"$type\":\"main.Square\",\"$value\":{\"Side\":2}}]", GobType.SliceOf(GobType.Interface) },
    };

    public static TheoryData<string, GobType, GobErrorKind, string> Errors => new()
    {
        { "1.0", GobType.Int, GobErrorKind.OutOfRange, "" },
        { "9223372036854775808", GobType.Int, GobErrorKind.OutOfRange, "" },
        { "-1", GobType.Uint, GobErrorKind.OutOfRange, "" },
        { "1e999", GobType.Float, GobErrorKind.OutOfRange, "" },
        { "\"Inf\"", GobType.Float, GobErrorKind.TypeMismatch, "" },
        { "\"1\"", GobType.Int, GobErrorKind.TypeMismatch, "" },
        { "null", GobType.Int, GobErrorKind.TypeMismatch, "" },
        { "[1,2,3]", GobType.Complex, GobErrorKind.TypeMismatch, "" },
        { "\"a\"", GobType.Bytes, GobErrorKind.TypeMismatch, "" },
        { "\"\\ud800\"", GobType.String, GobErrorKind.Malformed, "" },
        { "[1]", GobType.ArrayOf(GobType.Int, 2), GobErrorKind.TypeMismatch, "" },
        { "[1,true]", GobType.SliceOf(GobType.Int), GobErrorKind.TypeMismatch, "[1]" },
        { "{\"a\":1,\"a\":2}", GobType.MapOf(GobType.String, GobType.Int), GobErrorKind.Malformed, "" },
        { "{\"a\":[0,\"b\"]}", GobType.MapOf(GobType.String, GobType.SliceOf(GobType.Int)), GobErrorKind.TypeMismatch, "[\"a\"][1]" },
        { "{\"x\":1}", GobType.MapOf(GobType.Int, GobType.Int), GobErrorKind.TypeMismatch, "" },
        { "[[1]]", GobType.MapOf(GobType.Int, GobType.Int), GobErrorKind.TypeMismatch, "" },
        { "[[1,2,3]]", GobType.MapOf(GobType.Int, GobType.Int), GobErrorKind.TypeMismatch, "" },
        { "{\"Next\":{\"Next\":{\"Value\":\"x\"}}}", Node, GobErrorKind.TypeMismatch, "Node.Next.Next.Value" },
        { "{\"Nobody\":1}", Node, GobErrorKind.TypeMismatch, "" },
        { "{\"Next\":{\"Nobody\":1}}", Node, GobErrorKind.TypeMismatch, "Node.Next" },
        { "{\"Value\":1,\"Value\":2}", Node, GobErrorKind.Malformed, "" },
        { "{\"$type\":\"main.Nobody\",\"$value\":1}", GobType.Interface, GobErrorKind.UnknownName, "" },
        { "{\"Value\":1", Node, GobErrorKind.Malformed, "" },
        { "1 1", GobType.Int, GobErrorKind.Malformed, "" },
    };

    private static GobType Node { get; } = GobType.StructOf("Node", self => [new("Value", GobType.Int), new("Next", self)]);

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_comes_back_as_it_was(string json, GobType type)
    {
        var names = new Dictionary<string, GobType> { ["main.Square"] = GobType.StructOf("Square", new GobField("Side", GobType.Float)) };
        Assert.Equal(json, GobValue.ParseJson(json, type, names).ToJson());
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Any_other_form_is_an_error_with_its_path(string json, GobType type, GobErrorKind kind, string path)
    {
        GobException error = Assert.Throws<GobException>(() => GobValue.ParseJson(json, type));
        Assert.Equal((kind, path), (error.Kind, error.Path));
        Assert.InRange(error.Offset, 0, json.Length);
    }

    [Fact]
    public void Fields_may_come_in_any_order_and_null_is_absent() =>
        Assert.Equal("""{"Value":1,"Next":{}}""", GobValue.ParseJson("""{"Next":{"Next":null,"Value":0},"Value":1}""", Node).ToJson());

    [Fact]
    public void A_map_with_a_key_that_has_a_text_may_be_pairs_too() =>
        Assert.Equal("""{"a":1}""", GobValue.ParseJson("""[["a",1]]""", GobType.MapOf(GobType.String, GobType.Int)).ToJson());

    private static void AddNames(GobValue value, Dictionary<string, GobType> names)
    {
        switch (value)
        {
            case GobInterface { Value: { } inner } i:
                names[i.Name] = inner.Type;
                AddNames(inner, names);
                break;
            case GobSequence s:
                foreach (GobValue element in s)
                    AddNames(element, names);
                break;
            case GobMap m:
                foreach ((GobValue key, GobValue element) in m)
                {
                    AddNames(key, names);
                    AddNames(element, names);
                }

                break;
            case GobStruct s:
                foreach ((_, GobValue field) in s)
                    AddNames(field, names);
                break;
        }
    }
}
