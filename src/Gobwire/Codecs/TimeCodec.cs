using System.Buffers.Binary;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="DateTimeOffset"/> ↔ time.Time: seconds since year 1, nanoseconds, and the zone's offset (Go: <c>Time.MarshalBinary</c>).</summary>
/// <remarks>.NET counts in steps of 100 ns: finer parts are cut off. An offset .NET cannot hold keeps the instant, in UTC.</remarks>
internal sealed class TimeCodec() : OpaqueCodec<DateTimeOffset>(GobTypeKind.GobEncoder, "time", "Time")
{
    private const int LengthOfVersion1 = 15;
    private const int LengthOfVersion2 = 16;
    private const int MaxOffsetMinutes = 14 * 60;
    private const short Utc = -1;

    /// <summary>The zero time in UTC is zero in Go too.</summary>
    public override bool IsOmitted(DateTimeOffset value) => value == default && value.Offset == TimeSpan.Zero;

    public override DateTimeOffset CreateZero(int depth) => default;

    public override void Write(GobWriter writer, DateTimeOffset value)
    {
        Span<byte> bytes = stackalloc byte[LengthOfVersion1];
        bytes[0] = 1;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], value.UtcTicks / TimeSpan.TicksPerSecond);
        BinaryPrimitives.WriteInt32BigEndian(bytes[9..], (int)(value.UtcTicks % TimeSpan.TicksPerSecond) * 100);
        BinaryPrimitives.WriteInt16BigEndian(bytes[13..], value.Offset == TimeSpan.Zero ? Utc : (short)value.Offset.TotalMinutes);
        writer.WriteBytes(bytes);
    }

    protected override string? TryParse(ReadOnlySpan<byte> bytes, out DateTimeOffset value)
    {
        value = default;
        bool isVersion1 = bytes.Length == LengthOfVersion1 && bytes[0] == 1;
        bool isVersion2 = bytes.Length == LengthOfVersion2 && bytes[0] == 2;
        if (!isVersion1 && !isVersion2)
            return "not a time.Time of version 1 or 2";
        long seconds = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        int nanoseconds = BinaryPrimitives.ReadInt32BigEndian(bytes[9..]);
        short minutes = BinaryPrimitives.ReadInt16BigEndian(bytes[13..]);
        if (nanoseconds is < 0 or > 999_999_999)
            return "nanoseconds out of range";
        if (seconds < 0 || seconds > DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond)
            return "the year is not between 1 and 9999";
        long ticks = (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100);
        int offset = minutes == Utc || Math.Abs((int)minutes) > MaxOffsetMinutes || (isVersion2 && bytes[15] != 0) ? 0 : minutes;
        long local = ticks + (offset * TimeSpan.TicksPerMinute);
        if (local < 0 || local > DateTime.MaxValue.Ticks)
            return "the local time's year is not between 1 and 9999";
        value = new DateTimeOffset(local, TimeSpan.FromMinutes(offset));
        return null;
    }
}
