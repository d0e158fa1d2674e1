using System.Globalization;
using System.Text;

namespace Gobwire.Json;

/// <summary>Numbers in the form of Go's <c>strconv.FormatFloat(f, 'g', -1, 64)</c>.</summary>
internal static class GoNumber
{
    /// <summary>Room for any number's text.</summary>
    public const int MaxLength = 32;

    private const int ExponentFrom = 6;
    private const int ExponentBelow = -4;

    /// <inheritdoc cref="Format(double, Span{byte})"/>
    public static string Format(double value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>The shortest text that reads back the same; with an exponent below -4 and from 6 on.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="output">Where the text goes, <see cref="MaxLength"/> bytes.</param>
    /// <returns>How long it is.</returns>
    public static int Format(double value, Span<byte> output)
    {
        int length = 0;
        if (double.IsNegative(value))
            output[length++] = (byte)'-';
        if (value == 0)
        {
            output[length++] = (byte)'0';
            return length;
        }

        Span<byte> digits = stackalloc byte[MaxLength];
        (int count, int point) = Digits(Math.Abs(value), digits);
        int exponent = point - 1;
        return exponent is < ExponentBelow or >= ExponentFrom
            ? length + Scientific(digits[..count], exponent, output[length..])
            : length + Plain(digits[..count], point, output[length..]);
    }

    /// <summary>The digits without zeros at their ends, and how many of them stand before the point.</summary>
    private static (int Count, int Point) Digits(double value, Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        text = text[..length];
        int exponent = 0;
        int e = text.IndexOf((byte)'E');
        if (e >= 0)
        {
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        int count = 0;
        int point = 0;
        bool isPast = false;
        foreach (byte b in text)
        {
            if (b == '.')
                isPast = true;
            else if (b != '0' || count > 0)
                digits[count++] = b;
            point += b == '.' ? 0 : !isPast && count > 0 ? 1 : isPast && count == 0 ? -1 : 0;
        }

        return (digits[..count].TrimEnd((byte)'0').Length, point + exponent);
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        int length = 0;
        output[length++] = digits[0];
        if (digits.Length > 1)
        {
            output[length++] = (byte)'.';
            digits[1..].CopyTo(output[length..]);
            length += digits.Length - 1;
        }

        output[length++] = (byte)'e';
        output[length++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(output[length..], out int written, "00", CultureInfo.InvariantCulture);
        return length + written;
    }

    private static int Plain(ReadOnlySpan<byte> digits, int point, Span<byte> output)
    {
        if (point <= 0)
        {
            output[0] = (byte)'0';
            output[1] = (byte)'.';
            output.Slice(2, -point).Fill((byte)'0');
            digits.CopyTo(output[(2 - point)..]);
            return 2 - point + digits.Length;
        }

        if (point >= digits.Length)
        {
            digits.CopyTo(output);
            output[digits.Length..point].Fill((byte)'0');
            return point;
        }

        digits[..point].CopyTo(output);
        output[point] = (byte)'.';
        digits[point..].CopyTo(output[(point + 1)..]);
        return digits.Length + 1;
    }
}
