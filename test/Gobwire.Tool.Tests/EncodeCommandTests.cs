using System.Text;

namespace Gobwire.Tool.Tests;

public sealed class EncodeCommandTests
{
    /// <summary>Streams that do not come back byte for byte, each with what Go does not see of it.</summary>
    private static readonly Dictionary<string, string> SameToGo = new()
    {
        ["opaque"] = "definitions of types that no value is made of are not kept",
        ["opaque-zero"] = "definitions of types that no value is made of are not kept",
    };

    /// <summary>All cases but the one Gob JSON has no form for: bytes that are not UTF-8.</summary>
    public static TheoryData<string> CarriedNames => [.. SampleStream.Cases.Keys.Where(name => name != "string-not-utf8")];

    [Theory]
    [MemberData(nameof(CarriedNames))]
    public async Task Decode_and_encode_like_the_same_file_is_the_identity(string name)
    {
        SampleStream sample = SampleStream.Cases[name];
        using TestRun decoded = await TestRun.OfAsync(sample.Gob, "decode");
        using var encoded = new TestRun(decoded.Output);
        await encoded.RunAsync("encode", "--like", encoded.File(sample.Gob));

        Assert.Equal((0, ""), (encoded.ExitCode, encoded.Error));
        if (!SameToGo.ContainsKey(name))
            Assert.Equal(Convert.ToHexStringLower(sample.Gob), Convert.ToHexStringLower(encoded.Output));
        using TestRun again = await TestRun.OfAsync(encoded.Output, "decode");
        Assert.Equal(decoded.Text, again.Text);
    }

    [Theory]
    [InlineData("{\"N\":1,\"S\":\"x\",\"L\":[1,2],\"In\":{\"F\":2.5,\"B\":true}}\n{\"N\":2}\n")]
    [InlineData("5\n\n\"text\"\n[1.5,2.5]\ntrue\n")]
    [InlineData("[{\"A\":1},{\"A\":2}]")]
    public async Task Types_are_inferred_without_a_sample(string json)
    {
        using TestRun encoded = await TestRun.OfAsync(json, "encode");
        using TestRun decoded = await TestRun.OfAsync(encoded.Output, "decode");
        Assert.Equal((0, ""), (encoded.ExitCode, encoded.Error));
        Assert.Equal(json.Replace("\n\n", "\n", StringComparison.Ordinal).TrimEnd('\n'), decoded.Text.TrimEnd('\n'));
    }

    [Fact]
    public async Task More_lines_than_the_sample_has_values_take_its_last_type()
    {
        using var run = new TestRun("""{"X":1}{"Y":2}{"X":3}"""u8.ToArray().SelectMany(b => b == '}' ? "}\n"u8.ToArray() : [b]).ToArray());
        await run.RunAsync("encode", "--like", run.File(SampleStream.Cases["doc-point"].Gob));
        using TestRun decoded = await TestRun.OfAsync(run.Output, "decode");
        Assert.Equal("{\"X\":1}\n{\"Y\":2}\n{\"X\":3}\n", decoded.Text);
    }

    [Fact]
    public async Task An_error_names_the_line_and_the_path_and_what_came_before_is_written()
    {
        using var run = new TestRun(Encoding.UTF8.GetBytes("{\"N\":1}\n{\"C\":{\"M\":{\"one\":\"x\"}}}\n"));
        await run.RunAsync("encode", "--like", run.File(SampleStream.Cases["article"].Gob));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("gobwire: standard input: line 2: offset 17: complexData.C.M[\"one\"]: a string where the type is int\n", run.Error);
        using TestRun decoded = await TestRun.OfAsync(run.Output, "decode");
        Assert.Equal("{\"N\":1}\n", decoded.Text);
    }

    [Fact]
    public async Task The_output_goes_into_a_file_and_never_to_a_terminal()
    {
        using var run = new TestRun("1"u8.ToArray(), isTerminal: true);
        await run.RunAsync("encode");
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        string file = run.File([]);
        await run.RunAsync("encode", "-o", file);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("03040002", Convert.ToHexStringLower(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_sample_that_is_missing_bad_or_empty_is_an_error()
    {
        using var run = new TestRun("1"u8.ToArray());
        Assert.Equal(1, await run.RunAsync("encode", "--like", "/no/such/file"));
        Assert.Equal(1, await run.RunAsync("encode", "--like", run.File([0x80])));
        Assert.Equal(1, await run.RunAsync("encode", "--like", run.File([])));
        Assert.Equal(3, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_line_may_be_longer_than_any_buffer()
    {
        string line = $"[\"{new string('x', 1_000_000)}\",\"y\"]";
        using TestRun encoded = await TestRun.OfAsync($"{line}\r\n{line}", "encode");
        using TestRun decoded = await TestRun.OfAsync(encoded.Output, "decode");
        Assert.Equal($"{line}\n{line}\n", decoded.Text);
    }
}
