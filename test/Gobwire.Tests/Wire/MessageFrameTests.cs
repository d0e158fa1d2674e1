using Gobwire.Tests.Streams;
using Gobwire.Wire;

namespace Gobwire.Tests.Wire;

public sealed class MessageFrameTests
{
    [Theory]
    [InlineData("05", FrameStatus.Complete, 5, 1)]
    [InlineData("ff80", FrameStatus.Complete, 128, 2)]
    [InlineData("fe0100", FrameStatus.Complete, 256, 3)]
    [InlineData("fe01", FrameStatus.Incomplete, 0, 3)]
    [InlineData("", FrameStatus.Incomplete, 0, 1)]
    [InlineData("f7", FrameStatus.Malformed, 0, 1)]
    public void A_length_is_a_uint(string hex, object status, long length, int prefix)
    {
        Assert.Equal((FrameStatus)status, MessageFrame.TryReadLength(Hex.Bytes(hex), out ulong actualLength, out int actualPrefix));
        Assert.Equal(((ulong)length, prefix), (actualLength, actualPrefix));
    }

    [Theory]
    [InlineData("03 04 00 0e", 4)]
    [InlineData("00 00 03 04 00 0e", 6)]
    [InlineData("02 01 00 03 04 00 0e 55", 7)]
    [InlineData("03 ff81 00 04 ff82 00 00 0304000e", 9)]
    public void A_value_ends_with_the_first_message_that_is_no_definition(string hex, long end)
    {
        foreach (int size in (int[])[1, 2, 100])
        {
            long scanned = 0;
            (FrameStatus status, long needed) = MessageFrame.FindValueEnd(ByteSegment.Cut(Hex.Bytes(hex), size), ref scanned, GobOptions.Default);
            Assert.Equal((FrameStatus.Complete, end, end), (status, needed, scanned));
        }
    }

    [Fact]
    public void Messages_gone_over_are_not_gone_over_again()
    {
        byte[] bytes = Hex.Bytes("03 ff81 00 04 ff82 00");
        long scanned = 0;
        (FrameStatus status, long needed) = MessageFrame.FindValueEnd(ByteSegment.Cut(bytes, 3), ref scanned, GobOptions.Default);
        Assert.Equal((FrameStatus.Incomplete, 9L, 4L), (status, needed, scanned));
    }

    [Fact]
    public void A_message_over_the_limit_is_malformed()
    {
        long scanned = 0;
        (FrameStatus status, _) = MessageFrame.FindValueEnd(ByteSegment.Cut(Hex.Bytes("0b 04"), 1), ref scanned, GobOptions.Default with { MaxMessageSize = 10 });
        Assert.Equal(FrameStatus.Malformed, status);
    }
}
