using System.Buffers;
using System.Numerics;
using Gobwire.Tests.Golden.Types;
using Gobwire.Tests.Streams;

namespace Gobwire.Tests;

public sealed class GobSerializerTests
{
    [Fact]
    public void Basic_types_need_no_ceremony()
    {
        AssertRoundTrip(true);
        AssertRoundTrip((sbyte)-1);
        AssertRoundTrip((short)-2);
        AssertRoundTrip(-3);
        AssertRoundTrip(-4L);
        AssertRoundTrip((nint)(-5));
        AssertRoundTrip((byte)1);
        AssertRoundTrip((ushort)2);
        AssertRoundTrip(3U);
        AssertRoundTrip(4UL);
        AssertRoundTrip((nuint)5);
        AssertRoundTrip(1.5f);
        AssertRoundTrip(2.5);
        AssertRoundTrip((Half)3.5);
        AssertRoundTrip(new Complex(1, -2));
        AssertRoundTrip("text");
        AssertRoundTrip('c');
        AssertRoundTrip(TimeSpan.FromMinutes(1));
        AssertRoundTrip(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)));
        AssertRoundTrip(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        AssertRoundTrip(BigInteger.Parse("123456789012345678901234567890", System.Globalization.CultureInfo.InvariantCulture));
        AssertRoundTrip(new Guid("00112233-4455-6677-8899-aabbccddeeff"));
        AssertRoundTrip(new Uri("https://example.org/a?b=c#d"));
        AssertRoundTrip<int?>(5);
    }

    [Fact]
    public void A_gob_is_written_to_a_buffer_or_a_stream()
    {
        byte[] gob = GobSerializer.Serialize(new Point(1, 2));
        var buffer = new ArrayBufferWriter<byte>();
        GobSerializer.Serialize(buffer, new Point(1, 2));
        var stream = new MemoryStream();
        GobSerializer.Serialize(stream, new Point(1, 2));
        Assert.Equal(gob, buffer.WrittenSpan);
        Assert.Equal(gob, stream.ToArray());
    }

    [Fact]
    public void A_gob_is_read_from_whatever_holds_its_bytes()
    {
        byte[] gob = GobSerializer.Serialize(new Point(1, 2));
        Assert.Equal(new Point(1, 2), GobSerializer.Deserialize<Point>(gob));
        Assert.Equal(new Point(1, 2), GobSerializer.Deserialize<Point>(gob.AsSpan()));
        Assert.Equal(new Point(1, 2), GobSerializer.Deserialize<Point>(gob.AsMemory()));
        Assert.Equal(new Point(1, 2), GobSerializer.Deserialize<Point>(new ReadOnlySequence<byte>(gob)));
        Assert.Equal(new Point(1, 2), GobSerializer.Deserialize<Point>(ByteSegment.Cut(gob, 1)));
    }

    [Fact]
    public void A_gob_holds_one_value_and_no_more()
    {
        byte[] gob = [.. GobSerializer.Serialize(1), 0];
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<int>(gob));
        Assert.Equal((GobErrorKind.Malformed, 4), (error.Kind, (int)error.Offset));
        error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<int>(ReadOnlySpan<byte>.Empty));
        Assert.Equal(GobErrorKind.EndOfStream, error.Kind);
    }

    [Fact]
    public void A_type_without_shape_is_refused_with_a_remedy()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(new Version(1, 2)));
        Assert.Equal(GobErrorKind.UnsupportedType, error.Kind);
    }

    private static void AssertRoundTrip<T>(T value)
    {
        Assert.Equal(value, GobSerializer.Deserialize<T>(GobSerializer.Serialize(value)));
        Assert.Equal([value, value], GobSerializer.Deserialize<T[]>(GobSerializer.Serialize<T[]>([value, value])));
        Assert.Equal([value], GobSerializer.Deserialize<List<T>>(GobSerializer.Serialize<List<T>>([value])));
        Assert.Equal(value, GobSerializer.Deserialize<Dictionary<string, T>>(GobSerializer.Serialize(new Dictionary<string, T> { ["k"] = value }))["k"]);
    }
}
