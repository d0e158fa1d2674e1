using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Tests.Streams;
using PolyType;

namespace Gobwire.Tests.Limits;

/// <summary>A value that its types split over messages which come one by one: a hostile peer may make it nearly as many as types are allowed.</summary>
public sealed partial class SplitValueTests
{
    private const int Parts = 900;

    [Fact]
    public async Task A_value_in_many_pieces_is_decoded_once()
    {
        (byte[] gob, GobOptions options, CountingMarshaler counter) = ManyParts();

        var decoder = new GobDecoder(new MessagePipeReader(gob), options);
        object?[] values = await decoder.DecodeAsync<object?[]>(TestContext.Current.CancellationToken);

        Assert.Equal(Parts, values.Length);
        Assert.Equal(Parts - 1, ((Part)values[^1]!).C.Number);
        Assert.Equal(Parts, counter.Reads);
        Assert.Equal(gob.Length, decoder.Offset);
    }

    [Fact]
    public void A_stream_that_gives_a_message_a_read_is_no_more_work()
    {
        (byte[] gob, GobOptions other, _) = ManyParts();
        // The runtime's own part, of types met for the first time, is not the stream's.
        new GobDecoder(new DribbleStream(gob, 5), other).Decode<object?[]>();
        (_, GobOptions options, CountingMarshaler counter) = ManyParts();
        var stream = new DribbleStream(gob, 5);
        long before = GC.GetAllocatedBytesForCurrentThread();

        object?[] values = new GobDecoder(stream, options).Decode<object?[]>();

        Assert.Equal(Parts, values.Length);
        Assert.Equal(Parts, counter.Reads);
        // With a buffer of the exact size for each message it would be hundreds of times the stream.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (1 << 20) + (64L * gob.Length));
    }

    [Fact]
    public void Half_a_value_that_is_large_is_not_built_in_vain()
    {
        const int Many = 100_000;
        const int A = Crafted.FirstId;
        const int B = A + 1;
        // Empty structs, and one with an interface value whose type ends the message.
        byte[] gob =
        [
            .. Crafted.Message(Crafted.Slice(A, B)), .. Crafted.Message(Crafted.Struct(B, ("A", A), ("I", 8))),
            .. Crafted.Message([.. Crafted.Int(A), 0, .. Crafted.Uint(Many + 1), .. new byte[Many], 2, .. Crafted.Text("e"), .. Crafted.Struct(B + 1)]),
            .. Crafted.Message([.. Crafted.Int(B + 1), 1, 0, 0]),
        ];
        long whole = Allocated(gob, new MemoryStream(gob));

        long pieces = Allocated(gob, new DribbleStream(gob, 7));

        // Beside the value there is the buffer, which doubles as it fills.
        Assert.InRange(pieces, whole - (whole / 100), whole + (4L * gob.Length) + 16_384);
        Assert.InRange(pieces, 0, (1 << 20) + (64L * gob.Length));
    }

    private static long Allocated(byte[] gob, Stream stream)
    {
        GobOptions options = GobOptions.Default;
        Assert.Equal(100_001, new GobDecoder(gob, options).Decode<GobValue>().AsSequence().Count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        new GobDecoder(stream, options).Decode<GobValue>();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public async Task A_value_in_pieces_comes_out_as_it_does_in_one()
    {
        (byte[] gob, GobOptions options, _) = ManyParts();
        string expected = GobSerializer.Deserialize<GobValue>(gob).ToJson();
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.Equal(expected, (await new GobDecoder(new MessagePipeReader(gob), options).DecodeAsync<GobValue>(token)).ToJson());
        Assert.Equal(expected, (await new GobDecoder(new DribblePipeReader(gob[..]), options).DecodeAsync<GobValue>(token)).ToJson());
        var text = new ArrayBufferWriter<byte>();
        Assert.True(await new GobDecoder(new MessagePipeReader(gob), options).TryDecodeJsonAsync(text, token));
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(text.WrittenSpan));
        Assert.True(await new GobDecoder(new MessagePipeReader(gob), options).TrySkipAsync(token));
    }

    [Fact]
    public async Task A_fault_in_a_late_piece_is_the_error_it_is_in_one()
    {
        (byte[] gob, GobOptions options, _) = ManyParts();
        // Its last bytes: the count of the last part's bytes is one too large.
        byte[] damaged = [.. gob];
        damaged[^6]++;
        GobException whole = Assert.Throws<GobException>(() => new GobDecoder(damaged, options).TrySkip());
        GobException pieces = await Assert.ThrowsAsync<GobException>(
            () => new GobDecoder(new MessagePipeReader(damaged), options).TrySkipAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.Equal((whole.Kind, whole.Offset, whole.Message), (pieces.Kind, pieces.Offset, pieces.Message));
        GobException cut = await Assert.ThrowsAsync<GobException>(
            () => new GobDecoder(new MessagePipeReader(gob[..^1]), options).TrySkipAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(GobErrorKind.Truncated, cut.Kind);
    }

    [Fact]
    public async Task A_name_that_is_not_registered_leaves_the_stream_whole_however_late_it_comes()
    {
        (byte[] gob, _, _) = ManyParts();
        byte[] two = [.. gob, .. Crafted.Message(4, 0, 10)];
        var decoder = new GobDecoder(new MessagePipeReader(two));
        CancellationToken token = TestContext.Current.CancellationToken;
        GobException error = await Assert.ThrowsAsync<GobException>(() => decoder.DecodeAsync<object?[]>(token).AsTask());
        Assert.Equal(GobErrorKind.UnknownName, error.Kind);
        Assert.Equal(5, await decoder.DecodeAsync<int>(token));
    }

    /// <summary>A slice of interface values, each with a type of its own: { C: opaque bytes }.</summary>
    private static (byte[] Gob, GobOptions Options, CountingMarshaler Counter) ManyParts()
    {
        const int Opaque = Crafted.FirstId + 1;
        List<byte> gob = [.. Crafted.Message(Crafted.Slice(Crafted.FirstId, 8)), .. Crafted.Message(Crafted.Opaque(Opaque))];
        List<byte> message = [.. Crafted.Int(Crafted.FirstId), 0, .. Crafted.Uint(Parts)];
        for (int i = 0; i < Parts; i++)
        {
            int id = Crafted.FirstId + 2 + i;
            // A definition ends the message; the next begins with the id.
            message.AddRange([.. Crafted.Text("part"), .. Crafted.Struct(id, ("C", Opaque))]);
            gob.AddRange(Crafted.Message([.. message]));
            byte[] value = [1, 2, (byte)(i >> 8), (byte)i, 0];
            message = [.. Crafted.Int(id), .. Crafted.Uint(value.Length), .. value];
        }

        gob.AddRange(Crafted.Message([.. message]));
        var counter = new CountingMarshaler();
        return ([.. gob], GobOptions.Default.WithMarshaler(counter).Register<Part>("part"), counter);
    }

    [GenerateShape]
    internal sealed partial record Part(Counted C);

    internal readonly record struct Counted(int Number);

    private sealed class CountingMarshaler() : GobMarshaler<Counted>("main.Counted")
    {
        public int Reads { get; private set; }

        public override void Write(Counted value, IBufferWriter<byte> output) => output.Write([(byte)(value.Number >> 8), (byte)value.Number]);

        public override Counted Read(ReadOnlySpan<byte> bytes)
        {
            Reads++;
            return new((bytes[0] << 8) | bytes[1]);
        }
    }

    /// <summary>A pipe whose peer sends a message at a time, each a segment of its own.</summary>
    private sealed class MessagePipeReader(byte[] gob) : PipeReader
    {
        private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: 32));
        private int _sent;

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            if (_sent < gob.Length)
            {
                int length = gob[_sent] < 0x80 ? 1 + gob[_sent] : gob.Length - _sent;
                length = Math.Min(length, gob.Length - _sent);
                await _pipe.Writer.WriteAsync(gob.AsMemory(_sent, length), cancellationToken);
                _sent += length;
            }
            else
            {
                await _pipe.Writer.CompleteAsync();
            }

            return await _pipe.Reader.ReadAsync(cancellationToken);
        }

        public override bool TryRead(out ReadResult result) => _pipe.Reader.TryRead(out result);

        public override void AdvanceTo(SequencePosition consumed) => _pipe.Reader.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _pipe.Reader.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => _pipe.Reader.CancelPendingRead();

        public override void Complete(Exception? exception = null) => _pipe.Reader.Complete(exception);
    }
}
