using System.Buffers.Binary;
using System.Globalization;

namespace Gobwire.Json;

/// <summary>The bytes of a time.Time as Go's RFC3339Nano prints them, and back.</summary>
internal static class GoTime
{
    private const int Length = 15;
    private const long SecondsOfYears1To9999 = 315_537_897_600;
    private const int MinutesOfADay = 24 * 60;
    private const short Utc = -1;

    /// <summary>Whether the bytes are a time of version 1 in the years 1 to 9999.</summary>
    public static bool IsTime(ReadOnlySpan<byte> bytes) => TryRead(bytes, out _, out _, out _);

    /// <summary>The text, or null if the bytes are no time of version 1 in the years 1 to 9999.</summary>
    public static string? TryFormat(ReadOnlySpan<byte> bytes)
    {
        if (!TryRead(bytes, out long local, out int nanoseconds, out int minutes))
            return null;
        string time = new DateTime(local * TimeSpan.TicksPerSecond).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        string fraction = nanoseconds == 0
            ? ""
            : "." + nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return time + fraction + Zone(minutes);
    }

    /// <summary>The bytes of a time; null if the text is none, or one that Go has no bytes of version 1 for.</summary>
    public static byte[]? TryParse(string text)
    {
        const int ShortestLength = 20;
        if (text.Length < ShortestLength
            || !DateTime.TryParseExact(
                text.AsSpan(0, ShortestLength - 1), "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            return null;
        }

        ReadOnlySpan<char> rest = text.AsSpan(ShortestLength - 1);
        if (!TryParseFraction(ref rest, out int nanoseconds) || !TryParseZone(rest, out int minutes))
            return null;
        byte[] bytes = new byte[Length];
        bytes[0] = 1;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), (local.Ticks / TimeSpan.TicksPerSecond) - (minutes * 60L));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(9), nanoseconds);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(13), minutes == 0 ? Utc : (short)minutes);
        return bytes;
    }

    /// <summary>Reads a time: its seconds of the year 1 on in its zone, its nanoseconds, and the zone's minutes.</summary>
    private static bool TryRead(ReadOnlySpan<byte> bytes, out long local, out int nanoseconds, out int minutes)
    {
        local = nanoseconds = minutes = 0;
        if (bytes.Length != Length || bytes[0] != 1)
            return false;
        long seconds = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        nanoseconds = BinaryPrimitives.ReadInt32BigEndian(bytes[9..]);
        short offset = BinaryPrimitives.ReadInt16BigEndian(bytes[13..]);
        if (nanoseconds is < 0 or > 999_999_999 || offset is < -MinutesOfADay or > MinutesOfADay || seconds is < -SecondsOfYears1To9999 or >= SecondsOfYears1To9999 * 2)
            return false;
        minutes = offset == Utc ? 0 : offset;
        local = seconds + (minutes * 60L);
        return local is >= 0 and < SecondsOfYears1To9999;
    }

    private static bool TryParseFraction(ref ReadOnlySpan<char> text, out int nanoseconds)
    {
        const int MaxDigits = 9;
        nanoseconds = 0;
        if (text[0] != '.')
            return true;
        int digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > MaxDigits)
            return false;
        for (int i = 1; i <= MaxDigits; i++)
            nanoseconds = (nanoseconds * 10) + (i <= digits ? text[i] - '0' : 0);
        text = text[(1 + digits)..];
        return true;
    }

    private static bool TryParseZone(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            || !int.TryParse(text[4..], NumberStyles.None, CultureInfo.InvariantCulture, out int rest)
            || rest > 59)
        {
            return false;
        }

        minutes = (text[0] == '-' ? -1 : 1) * ((hours * 60) + rest);
        // An offset of -1 minute is Go's mark for UTC.
        return minutes is not Utc and >= -MinutesOfADay and <= MinutesOfADay;
    }

    private static string Zone(int minutes)
    {
        if (minutes == 0)
            return "Z";
        int size = Math.Abs(minutes);
        return string.Create(CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{size / 60:00}:{size % 60:00}");
    }
}
