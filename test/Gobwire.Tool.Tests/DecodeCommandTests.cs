using System.Text.Json.Nodes;

namespace Gobwire.Tool.Tests;

public sealed class DecodeCommandTests
{
    [Theory]
    [MemberData(nameof(SampleStream.CaseNames), MemberType = typeof(SampleStream))]
    public async Task Every_stream_is_printed_a_line_a_value(string name)
    {
        SampleStream sample = SampleStream.Cases[name];
        using TestRun run = await TestRun.OfAsync(sample.Gob, "decode");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(sample.Json.Length, run.Lines.Length);
        Assert.All(sample.Json.Zip(run.Lines), p => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(p.First), JsonNode.Parse(p.Second)), p.Second));
    }

    [Theory]
    [MemberData(nameof(SampleStream.BadNames), MemberType = typeof(SampleStream))]
    public async Task A_bad_stream_ends_with_its_offset_and_reason(string name)
    {
        byte[] gob = SampleStream.Bad[name].Gob;
        string? reason = null;
        try
        {
            var decoder = new GobDecoder(gob, GobOptions.Trusted);
            while (decoder.TrySkip())
            {
            }
        }
        catch (GobException error)
        {
            reason = $"gobwire: standard input: offset {error.Offset}: ";
        }

        using TestRun run = await TestRun.OfAsync(gob, "decode");
        Assert.Equal(reason is null ? 0 : 1, run.ExitCode);
        Assert.StartsWith(reason ?? "", run.Error, StringComparison.Ordinal);
        Assert.Equal(reason is null, run.Error.Length == 0);
    }

    [Fact]
    public async Task What_was_whole_is_printed_and_half_a_value_is_not()
    {
        // The second value is larger than any buffer, and its last byte is missing.
        byte[] gob = SampleStream.Cases["message-70k"].Gob;
        int second = Array.LastIndexOf(gob, (byte)'9') + 1;
        using TestRun run = await TestRun.OfAsync(gob[..(second - 1)], "decode");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("{\"Value\":1}\n", run.Text);
    }

    [Fact]
    public async Task Several_files_are_printed_one_after_the_other_and_a_bad_one_stops_none()
    {
        using var run = new TestRun(SampleStream.Cases["bool"].Gob);
        string point = run.File(SampleStream.Cases["doc-point"].Gob);
        string bad = run.File([0x80]);
        await run.RunAsync("decode", point, bad, "/no/such/file", "-");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("{\"X\":22,\"Y\":33}\ntrue\nfalse\n", run.Text);
        Assert.Equal(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused()
    {
        using TestRun run = await TestRun.OfAsync(SampleStream.Cases["message-70k"].Gob, "decode", "--max-message", "64K");
        Assert.Equal((1, "{\"Value\":1}\n"), (run.ExitCode, run.Text));
        using TestRun wrong = await TestRun.OfAsync([], "decode", "--max-message", "3G");
        Assert.Equal(1, wrong.ExitCode);
    }

    [Fact]
    public async Task It_ends_quietly_when_the_reader_of_its_output_has_gone()
    {
        using var run = new TestRun([.. Enumerable.Repeat(SampleStream.Cases["bool"].Gob, 100_000).SelectMany(g => g)]);
        await run.RunAsync(() => new ClosedStream(), "decode");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Values_are_printed_before_more_input_is_waited_for()
    {
        using var run = new TestRun([]);
        using var output = new MemoryStream();
        var seen = new List<long>();
        var terminal = new Terminal
        {
            OpenInput = () => new PiecewiseStream([SampleStream.Cases["doc-point"].Gob, SampleStream.Cases["bool"].Gob], () => seen.Add(output.Length)),
            OpenOutput = () => output,
            Error = TextWriter.Null,
        };
        await ProgramCommand.Create(terminal).Parse(["decode"]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["{\"X\":22,\"Y\":33}\n".Length, "{\"X\":22,\"Y\":33}\ntrue\nfalse\n".Length], seen.Skip(1).Take(2));
    }

    /// <summary>A pipe whose reader has gone.</summary>
    private sealed class ClosedStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");
    }

    /// <summary>Hands out its pieces one a read, and tells before each.</summary>
    private sealed class PiecewiseStream(byte[][] pieces, Action beforeRead) : MemoryStream
    {
        private int _next;

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            beforeRead();
            if (_next == pieces.Length)
                return 0;
            pieces[_next].CopyTo(buffer);
            return pieces[_next++].Length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
