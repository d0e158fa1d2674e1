using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gobwire.Tool;

/// <summary>Prints the parts of a stream: offset, hex, meaning, indented as they nest.</summary>
internal sealed class PartPrinter(OutputBuffer output, bool isColoured, bool isFull)
{
    private const int BytesALine = 8;
    private const int MaxBytes = 32;
    private const int HexWidth = BytesALine * 3;

    // The colours of eight that read on light and dark ground.
    private const string Dim = "\x1b[2m";
    private const string Blue = "\x1b[34m";
    private const string Red = "\x1b[31m";
    private const string Plain = "\x1b[0m";

    private ReadOnlyMemory<byte> _unread;
    private long _unreadOffset;

    public void Print(GobPart part)
    {
        if (part.Meaning.Length == 0)
        {
            // What follows a fault is shown behind the reason.
            (_unread, _unreadOffset) = (part.Bytes, part.Offset);
            return;
        }

        Lines(part.Offset, part.Bytes.Span, new string(' ', part.Depth * 2) + VisibleText.Of(part.Meaning), part.Depth == 0 ? Blue : "");
    }

    public void PrintFault(GobException error)
    {
        long offset = error.Offset >= 0 ? error.Offset : _unreadOffset;
        Line(Offset(offset), "", $"FAULT: {VisibleText.Of(error.Reason)}", Red);
        if (!_unread.IsEmpty)
            Lines(_unreadOffset, _unread.Span, $"{_unread.Length} bytes of no known meaning, from offset {_unreadOffset} on", Dim);
    }

    private void Lines(long offset, ReadOnlySpan<byte> bytes, string meaning, string colour)
    {
        ReadOnlySpan<byte> shown = isFull || bytes.Length <= MaxBytes ? bytes : bytes[..MaxBytes];
        int first = Math.Min(BytesALine, shown.Length);
        Line(bytes.IsEmpty ? "" : Offset(offset), Hex(shown[..first]), meaning, colour);
        for (int i = BytesALine; i < shown.Length; i += BytesALine)
            Line(Offset(offset + i), Hex(shown.Slice(i, Math.Min(BytesALine, shown.Length - i))), "", colour);
        if (shown.Length < bytes.Length)
            Line(Offset(offset + shown.Length), $"… {bytes.Length - shown.Length} more", "", colour);
    }

    private void Line(string offset, string hex, string meaning, string colour)
    {
        string line = isColoured
            ? $"{Dim}{offset,8}{Plain}  {hex.PadRight(HexWidth)} {colour}{meaning}{Plain}"
            : $"{offset,8}  {hex.PadRight(HexWidth)} {meaning}".TrimEnd();
        Encoding.UTF8.GetBytes(line, output);
        output.Write("\n"u8);
    }

    private static string Offset(long offset) => offset.ToString("x8", CultureInfo.InvariantCulture);

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 3);
        foreach (byte b in bytes)
            text.Append(b.ToString("x2", CultureInfo.InvariantCulture)).Append(' ');
        return text.ToString();
    }
}
