using System.Globalization;

namespace Gobwire.Tool.Tests;

public sealed class InspectCommandTests
{
    [Fact]
    public async Task A_value_is_shown_byte_by_byte_as_it_nests()
    {
        using TestRun run = await TestRun.OfAsync(SampleStream.Cases["doc-point"].Gob, "inspect");
        Assert.Equal(
            [
                "00000020  07                       a message of 7 bytes",
                "00000021  ff 82                      a value of type 65: Point",
                "                                     Point",
                "00000023  01 2c                        X = 22",
                "00000025  01 42                        Y = 33",
                "00000027  00                           the end of Point",
            ],
            run.Lines.SkipWhile(l => !l.StartsWith("00000020", StringComparison.Ordinal)));
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [MemberData(nameof(SampleStream.CaseNames), MemberType = typeof(SampleStream))]
    public async Task Every_byte_is_shown_in_full(string name)
    {
        byte[] gob = SampleStream.Cases[name].Gob;
        using TestRun run = await TestRun.OfAsync(gob, "inspect", "--full");
        Assert.Equal(Convert.ToHexStringLower(gob), string.Concat(run.Lines.Select(HexOf)));
    }

    [Fact]
    public async Task Long_texts_are_shortened_and_say_by_how_much()
    {
        using TestRun run = await TestRun.OfAsync(SampleStream.Cases["message-70k"].Gob, "inspect");
        Assert.Contains(run.Lines, l => l.Contains("… 69972 more", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SampleStream.BadNames), MemberType = typeof(SampleStream))]
    public async Task A_bad_stream_is_shown_up_to_the_fault_with_the_reason(string name)
    {
        byte[] gob = SampleStream.Bad[name].Gob;
        using TestRun decoded = await TestRun.OfAsync(gob, "decode");
        using TestRun run = await TestRun.OfAsync(gob, "inspect");

        Assert.Equal((decoded.ExitCode, decoded.Error), (run.ExitCode, run.Error));
        Assert.Equal(decoded.ExitCode, run.Lines.Count(l => l.Contains("FAULT: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_person_sees_colours_and_a_pipe_does_not()
    {
        using var run = new TestRun(SampleStream.Cases["bool"].Gob, isTerminal: true);
        await run.RunAsync("inspect");
        Assert.Contains("\x1b[", run.Text, StringComparison.Ordinal);
        using TestRun plain = await TestRun.OfAsync(SampleStream.Cases["bool"].Gob, "inspect");
        Assert.DoesNotContain("\x1b", plain.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_stranger_put_into_a_name_does_not_reach_the_terminal()
    {
        byte[] gob = SampleStream.Cases["doc-point"].Gob;
        gob = [.. gob];
        gob[Array.IndexOf(gob, (byte)'P')] = 0x1b;
        using TestRun inspected = await TestRun.OfAsync(gob, "inspect");
        using TestRun types = await TestRun.OfAsync(gob, "types");
        Assert.DoesNotContain("\x1b", inspected.Text + types.Text, StringComparison.Ordinal);
    }

    private static string HexOf(string line)
    {
        const int HexStart = 10;
        const int HexWidth = 24;
        if (line[0] == ' ')
            return "";
        Assert.True(int.TryParse(line.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _));
        return line[HexStart..Math.Min(line.Length, HexStart + HexWidth)].Replace(" ", "", StringComparison.Ordinal);
    }
}
