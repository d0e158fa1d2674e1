using System.Buffers;
using Gobwire.Tests.Values;

namespace Gobwire.Tests.Json;

public sealed class GobJsonParserTests
{
    [Theory]
    [MemberData(nameof(SampleStream.Names), MemberType = typeof(SampleStream))]
    public void Go_s_streams_come_back_from_their_json_byte_for_byte(string name)
    {
        Assert.SkipWhen(name == "string-not-utf8", "Gob JSON has no form for bytes that are not UTF-8.");
        Assert.SkipWhen(name.StartsWith("opaque", StringComparison.Ordinal), "Go defines types there that no value is made of; they are not kept.");
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
