using System.Buffers;
using System.Reflection;

namespace Gobwire.Tool.Tests;

public sealed class CSharpTypesTests
{
    /// <summary>Set, it makes the test of the sources write them instead: then build and test again.</summary>
    private const string UpdateVariable = "GOBWIRE_UPDATE_GENERATED";

    /// <summary>What .NET's own types do not keep; the values are decoded nonetheless.</summary>
    private static readonly Dictionary<string, string> Lossy = new()
    {
        ["opaque"] = "opaque values of unknown types are decoded only",
        ["opaque-zero"] = "opaque values of unknown types are decoded only",
        ["time"] = "a DateTimeOffset counts in steps of 100 ns",
        ["event"] = "a DateTimeOffset counts in steps of 100 ns",
        ["interface-basic"] = "an int32 and an int in an interface are one type in .NET",
        ["map-values"] = "an int32 and an int in an interface are one type in .NET",
    };

    [Theory]
    [MemberData(nameof(SampleStream.CaseNames), MemberType = typeof(SampleStream))]
    public async Task The_records_compiled_here_are_what_the_tool_writes(string name)
    {
        string source = await GeneratedSources.WriteAsync(SampleStream.Cases[name]);
        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null)
            await File.WriteAllTextAsync(GeneratedSources.FileOf(name), source, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(GeneratedSources.FileOf(name), TestContext.Current.CancellationToken), source);
    }

    /// <summary>All cases but the one a string of .NET cannot hold: bytes that are not UTF-8.</summary>
    public static TheoryData<string> HeldNames => [.. SampleStream.Cases.Keys.Where(name => name != "string-not-utf8")];

    [Theory]
    [MemberData(nameof(HeldNames))]
    public void The_records_decode_the_stream_and_encode_it_again(string name)
    {
        SampleStream sample = SampleStream.Cases[name];
        Assembly assembly = typeof(CSharpTypesTests).Assembly;
        Type stream = assembly.GetType(GeneratedSources.NamespaceOf(name) + ".GobStream", throwOnError: true)!;
        Type decoding = assembly.GetType(GeneratedSources.NamespaceOf(name) + ".Decoding", throwOnError: true)!;
        var options = (GobOptions)stream.GetProperty("Options")!.GetValue(null)!;
        var output = new ArrayBufferWriter<byte>();
        var decoder = new GobDecoder(sample.Gob, options);

        decoding.GetMethod("Run")!.CreateDelegate<Action<GobDecoder, GobEncoder>>()(decoder, new GobEncoder(output, options));

        Assert.Equal(sample.Gob.Length, decoder.Offset);
        if (!Lossy.ContainsKey(name))
            Assert.Equal(Values(sample.Gob), Values(output.WrittenMemory), GobValueComparer.Instance);
    }

    private static List<GobValue> Values(ReadOnlyMemory<byte> gob)
    {
        var decoder = new GobDecoder(gob, GobOptions.Trusted);
        List<GobValue> values = [];
        while (decoder.TryDecode(out GobValue value))
            values.Add(value);
        return values;
    }
}
