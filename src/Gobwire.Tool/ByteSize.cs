using System.Globalization;

namespace Gobwire.Tool;

/// <summary>Sizes as people write them: in powers of 1024, with or without the i.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Reads a size such as 4096, 64K, 16MB, 1GiB.</summary>
    public static bool TryParse(string text, out long size)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        string unit = text[digits..].Trim().ToUpperInvariant().TrimEnd('B').TrimEnd('I');
        int power = unit switch
        {
            "" => 0,
            "K" => 1,
            "M" => 2,
            "G" => 3,
            _ => -1,
        };
        size = 0;
        if (power < 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            return false;
        if (count > long.MaxValue >> (10 * power))
            return false;
        size = count << (10 * power);
        return true;
    }

    public static string Format(long bytes)
    {
        int unit = 0;
        double size = bytes;
        for (; size >= 1024 && unit < Units.Length - 1; unit++)
            size /= 1024;
        string format = unit == 0 || size >= 100 ? "0" : "0.0";
        return $"{size.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
