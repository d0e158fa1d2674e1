using System.Buffers;
using System.Text;

namespace Gobwire.Commands.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", null, "")]
    [InlineData("abc", null, "abc")]
    [InlineData("\n", "", "")]
    [InlineData("abc\n", "abc", "")]
    [InlineData("abc\r\ndef\n", "abc\r", "def\n")]
    [InlineData("\nabc\n", "", "abc\n")]
    public void A_line_is_taken_wherever_the_input_is_split(string input, string? line, string rest)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(input);
        for (int split = 0; split <= bytes.Length; split++)
        {
            ReadOnlySequence<byte> sequence = Sequence(bytes[..split], bytes[split..]);

            bool isWhole = CommandLine.TryTake(sequence, 0, out ReadOnlySequence<byte> taken, out SequencePosition next);

            Assert.Equal(line is not null, isWhole);
            if (isWhole)
                Assert.Equal(line, Encoding.UTF8.GetString(taken));
            Assert.Equal(isWhole ? rest : input, Encoding.UTF8.GetString(sequence.Slice(next)));
        }
    }

    [Fact]
    public void What_was_scanned_is_not_scanned_again()
    {
        ReadOnlySequence<byte> sequence = Sequence("ab\ncd"u8.ToArray(), "ef\ngh"u8.ToArray());

        Assert.True(CommandLine.TryTake(sequence, 3, out ReadOnlySequence<byte> line, out SequencePosition next));

        Assert.Equal("ab\ncdef", Encoding.UTF8.GetString(line));
        Assert.Equal("gh", Encoding.UTF8.GetString(sequence.Slice(next)));
        Assert.False(CommandLine.TryTake(sequence, 8, out _, out _));
        Assert.False(CommandLine.TryTake(sequence, 10, out _, out _));
    }

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("abc\r", "abc")]
    [InlineData("abc\r\r", "abc\r")]
    [InlineData("\r", "")]
    [InlineData("", "")]
    [InlineData(" abc ", " abc ")]
    [InlineData("a\rb", "a\rb")]
    public void A_lines_text_is_without_the_one_carriage_return_of_its_end(string line, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);

        Assert.Equal(text, CommandLine.ToText(new ReadOnlySequence<byte>(bytes)));
        Assert.Equal(Encoding.UTF8.GetBytes(text), CommandLine.ToBytes(new ReadOnlySequence<byte>(bytes)));
        for (int split = 0; split <= bytes.Length; split++)
            Assert.Equal(text, CommandLine.ToText(Sequence(bytes[..split], bytes[split..])));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_replaced_in_text_and_kept_as_bytes()
    {
        byte[] line = [0x61, 0xff, 0xfe, 0x62];

        Assert.Equal("a\uFFFD\uFFFDb", CommandLine.ToText(new ReadOnlySequence<byte>(line)));
        Assert.Equal(line, CommandLine.ToBytes(new ReadOnlySequence<byte>(line)));
    }

    [Fact]
    public void A_character_split_over_segments_is_whole()
    {
        byte[] line = Encoding.UTF8.GetBytes("žluťoučký");
        for (int split = 0; split <= line.Length; split++)
            Assert.Equal("žluťoučký", CommandLine.ToText(Sequence(line[..split], line[split..])));
    }

    [Theory]
    [InlineData("STRING", "STRING")]
    [InlineData(" \t STRING\r", "STRING")]
    [InlineData("STRING \r ", "STRING")]
    [InlineData("TWO WORDS ", "TWO WORDS")]
    [InlineData(" \r\t", "")]
    [InlineData("\0STRING", "\0STRING")]
    [InlineData("\u00a0STRING", "\u00a0STRING")]
    public void Names_are_trimmed_of_blanks_tabs_and_carriage_returns(string line, string name) =>
        Assert.Equal(name, Encoding.UTF8.GetString(CommandLine.TrimName(Encoding.UTF8.GetBytes(line))));

    private static ReadOnlySequence<byte> Sequence(byte[] first, byte[] second)
    {
        var start = new Segment(first, 0);
        Segment end = start.Append(second);
        return new ReadOnlySequence<byte>(start, 0, end, second.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long index)
        {
            Memory = bytes;
            RunningIndex = index;
        }

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
