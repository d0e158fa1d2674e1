using System.Buffers.Binary;
using System.Globalization;

namespace Gobwire.Json;

/// <summary>The bytes of a time.Time as Go's RFC3339Nano prints them.</summary>
internal static class GoTime
{
    private const int Length = 15;
    private const long SecondsOfYears1To9999 = 315_537_897_600;
    private const int MinutesOfADay = 24 * 60;

    /// <summary>The text, or null if the bytes are no time of version 1 in the years 1 to 9999.</summary>
    public static string? TryFormat(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || bytes[0] != 1)
            return null;
        long seconds = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        int nanoseconds = BinaryPrimitives.ReadInt32BigEndian(bytes[9..]);
        short offset = BinaryPrimitives.ReadInt16BigEndian(bytes[13..]);
        if (nanoseconds is < 0 or > 999_999_999 || offset is < -MinutesOfADay or > MinutesOfADay || seconds is < -SecondsOfYears1To9999 or >= SecondsOfYears1To9999 * 2)
            return null;
        int minutes = offset == -1 ? 0 : offset;
        long local = seconds + (minutes * 60L);
        if (local is < 0 or >= SecondsOfYears1To9999)
            return null;
        string time = new DateTime(local * TimeSpan.TicksPerSecond).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        string fraction = nanoseconds == 0
            ? ""
            : "." + nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return time + fraction + Zone(minutes);
    }

    private static string Zone(int minutes)
    {
        if (minutes == 0)
            return "Z";
        int size = Math.Abs(minutes);
        return string.Create(CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{size / 60:00}:{size % 60:00}");
    }
}
