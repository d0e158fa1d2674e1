using System.Globalization;

namespace Gobwire.Json;

/// <summary>Numbers in the form of Go's <c>strconv.FormatFloat(f, 'g', -1, 64)</c>.</summary>
internal static class GoNumber
{
    private const int ExponentFrom = 6;
    private const int ExponentBelow = -4;

    /// <summary>The shortest text that reads back the same; with an exponent below -4 and from 6 on.</summary>
    public static string Format(double value)
    {
        if (value == 0)
            return double.IsNegative(value) ? "-0" : "0";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        bool isNegative = text[0] == '-';
        (string digits, int point) = Split(isNegative ? text[1..] : text);
        int exponent = point - 1;
        string magnitude = exponent is < ExponentBelow or >= ExponentFrom ? Scientific(digits, exponent) : Plain(digits, point);
        return isNegative ? "-" + magnitude : magnitude;
    }

    private static (string Digits, int Point) Split(string text)
    {
        int e = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = e < 0 ? text : text[..e];
        int dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = dot < 0 ? mantissa : mantissa.Remove(dot, 1);
        int point = (dot < 0 ? mantissa.Length : dot) + exponent;
        string trimmed = digits.TrimStart('0');
        point -= digits.Length - trimmed.Length;
        return (trimmed.TrimEnd('0'), point);
    }

    private static string Scientific(string digits, int exponent)
    {
        string fraction = digits.Length > 1 ? "." + digits[1..] : "";
        string sign = exponent < 0 ? "-" : "+";
        return $"{digits[0]}{fraction}e{sign}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }

    private static string Plain(string digits, int point)
    {
        if (point <= 0)
            return "0." + new string('0', -point) + digits;
        return point >= digits.Length ? digits.PadRight(point, '0') : digits[..point] + "." + digits[point..];
    }
}
