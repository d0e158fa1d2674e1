using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Gobwire.Json;

/// <summary>Writes the tokens of Gob JSON as UTF-8, compact, numbers and strings in the form Go prints them.</summary>
internal readonly struct GobJsonOutput(IBufferWriter<byte> output)
{
    private const int MaxOnStack = 256;

    private readonly BoundedText? _bounded = output as BoundedText;

    /// <summary>Whether no more is wanted: the reader may stop where it is.</summary>
    public bool IsCut => _bounded is { IsCut: true };

    public void Raw(ReadOnlySpan<byte> text) => output.Write(text);

    public void Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Int(long value)
    {
        Span<byte> text = output.GetSpan(20);
        Utf8Formatter.TryFormat(value, text, out int written);
        output.Advance(written);
    }

    public void Uint(ulong value)
    {
        Span<byte> text = output.GetSpan(20);
        Utf8Formatter.TryFormat(value, text, out int written);
        output.Advance(written);
    }

    public void Float(double value)
    {
        if (double.IsNaN(value))
            Raw("\"NaN\""u8);
        else if (double.IsInfinity(value))
            Raw(value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        else
            output.Advance(GoNumber.Format(value, output.GetSpan(GoNumber.MaxLength)));
    }

    public void Complex(Complex value)
    {
        Raw("["u8);
        Float(value.Real);
        Raw(","u8);
        Float(value.Imaginary);
        Raw("]"u8);
    }

    public void Base64(ReadOnlySpan<byte> bytes)
    {
        Raw("\""u8);
        while (!bytes.IsEmpty)
        {
            // Whole groups of three at a time, so that pieces join without padding.
            int count = Math.Min(bytes.Length, 3 * 1024);
            Span<byte> text = output.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(count));
            System.Buffers.Text.Base64.EncodeToUtf8(bytes[..count], text, out int consumed, out int written);
            output.Advance(written);
            bytes = bytes[consumed..];
        }

        Raw("\""u8);
    }

    /// <summary>Writes a string; each maximal invalid part of it becomes U+FFFD.</summary>
    public void String(ReadOnlySpan<byte> utf8)
    {
        Raw("\""u8);
        int start = 0;
        int i = 0;
        while (i < utf8.Length)
        {
            byte b = utf8[i];
            if (b is >= 0x20 and < 0x80 and not (byte)'"' and not (byte)'\\')
            {
                i++;
                continue;
            }

            OperationStatus status = Rune.DecodeFromUtf8(utf8[i..], out Rune rune, out int length);
            if (status == OperationStatus.Done && NeedsNoEscape(rune))
            {
                i += length;
                continue;
            }

            Raw(utf8[start..i]);
            if (status == OperationStatus.Done)
                Escape(rune);
            else
                Raw("\uFFFD"u8);
            i += length;
            start = i;
        }

        Raw(utf8[start..]);
        Raw("\""u8);
    }

    public void String(string text)
    {
        // Names repeat with every value: their bytes are made in a buffer that does, too.
        int length = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = length > MaxOnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> utf8 = rented ?? stackalloc byte[MaxOnStack];
        String((ReadOnlySpan<byte>)utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    // As Go's encoding/json does without HTML escapes: the line separators are escaped for JavaScript's sake.
    private static bool NeedsNoEscape(Rune rune) => rune.Value >= 0x80 && rune.Value is not (0x2028 or 0x2029);

    private void Escape(Rune rune)
    {
        switch (rune.Value)
        {
            case '"':
                Raw("\\\""u8);
                break;
            case '\\':
                Raw("\\\\"u8);
                break;
            case '\n':
                Raw("\\n"u8);
                break;
            case '\r':
                Raw("\\r"u8);
                break;
            case '\t':
                Raw("\\t"u8);
                break;
            default:
                Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")));
                break;
        }
    }
}
