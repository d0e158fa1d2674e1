using System.Buffers;
using System.Text;

namespace Gobwire.Commands;

/// <summary>Finds lines in input: bytes up to a line feed.</summary>
internal static class CommandLine
{
    private static ReadOnlySpan<byte> Blanks => " \t\r"u8;

    /// <summary>Takes the first line of the input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="scanned">How many bytes of it are known to hold no line feed.</param>
    /// <param name="line">The line, without its line feed.</param>
    /// <param name="next">Where the input goes on.</param>
    /// <returns>Whether a whole line is at hand.</returns>
    public static bool TryTake(in ReadOnlySequence<byte> input, long scanned, out ReadOnlySequence<byte> line, out SequencePosition next)
    {
        ReadOnlySequence<byte> rest = scanned == 0 ? input : input.Slice(scanned);
        int index = rest.FirstSpan.IndexOf((byte)'\n');
        SequencePosition? end =
            index >= 0 ? rest.GetPosition(index) : rest.IsSingleSegment ? null : rest.PositionOf((byte)'\n');
        line = end is null ? default : input.Slice(0, end.Value);
        next = end is null ? input.Start : input.GetPosition(1, end.Value);
        return end is not null;
    }

    /// <summary>The line as text, without the carriage return that some peers send; what is not UTF-8 becomes U+FFFD.</summary>
    public static string ToText(in ReadOnlySequence<byte> line)
    {
        if (!line.IsSingleSegment)
            return Encoding.UTF8.GetString(WithoutReturn(line.ToArray()));
        return Encoding.UTF8.GetString(WithoutReturn(line.FirstSpan));
    }

    /// <summary>The line's bytes, without the carriage return that some peers send.</summary>
    public static byte[] ToBytes(in ReadOnlySequence<byte> line)
    {
        byte[] bytes = line.ToArray();
        return bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes;
    }

    /// <summary>The name in a line: without blanks around it.</summary>
    public static ReadOnlySpan<byte> TrimName(ReadOnlySpan<byte> line) => line.Trim(Blanks);

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;
}
