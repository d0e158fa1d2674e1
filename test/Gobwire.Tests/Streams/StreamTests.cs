using System.IO.Pipelines;
using Gobwire.Tests.Golden;

namespace Gobwire.Tests.Streams;

/// <summary>Every golden stream over every kind of input, in pieces, and followed by what is no gob.</summary>
public sealed class StreamTests
{
    private static readonly byte[] Command = "STRING\nwhatever\n"u8.ToArray();

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void Memory_is_decoded_up_to_the_last_value_and_no_further(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        foreach (Receiver receiver in Receiver.All)
        {
            byte[] input = [.. golden.Gob, .. Command];
            var decoder = new GobDecoder(input, GoldenShapes.Options);
            TakeAll(receiver, decoder, golden);
            Assert.Equal(golden.Gob.Length, decoder.Offset);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void A_sequence_may_lie_in_segments_of_one_byte(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        foreach (Receiver receiver in Receiver.All)
        {
            var decoder = new GobDecoder(ByteSegment.Cut(golden.Gob, 1), GoldenShapes.Options);
            TakeAll(receiver, decoder, golden);
            Assert.Equal(golden.Gob.Length, decoder.Offset);
            Assert.False(receiver.Take(decoder, golden, golden.Json.Count));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void A_stream_may_give_a_byte_a_read_and_is_read_no_further_than_the_last_value(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        foreach (Receiver receiver in Receiver.All)
        {
            var stream = new DribbleStream([.. golden.Gob, .. Command]);
            var decoder = new GobDecoder(stream, GoldenShapes.Options);
            TakeAll(receiver, decoder, golden);
            Assert.Equal(golden.Gob.Length, decoder.Offset);
            Assert.Equal(Command, stream.Unread);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void A_stream_at_hand_is_read_no_further_than_the_last_value(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        foreach (Receiver receiver in Receiver.All)
        {
            var stream = new MemoryStream([.. golden.Gob, .. Command]);
            TakeAll(receiver, new GobDecoder(stream, GoldenShapes.Options), golden);
            Assert.Equal(golden.Gob.Length, stream.Position);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public async Task A_stream_is_decoded_asynchronously_a_byte_at_a_time(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        foreach (Receiver receiver in Receiver.All)
        {
            var stream = new DribbleStream([.. golden.Gob, .. Command]);
            await TakeAllAsync(receiver, new GobDecoder(stream, GoldenShapes.Options), golden);
            Assert.Equal(Command, stream.Unread);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public async Task A_pipe_may_give_a_byte_a_read_and_keeps_what_follows_the_last_value(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        foreach (Receiver receiver in Receiver.All)
        {
            var pipe = new DribblePipeReader([.. golden.Gob, .. Command]);
            await TakeAllAsync(receiver, new GobDecoder(pipe, GoldenShapes.Options), golden);
            Assert.False(pipe.IsReading);
            Assert.Equal(Command, pipe.Unread);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public async Task A_pipe_that_is_complete_gives_all_its_values_and_then_ends(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        foreach (Receiver receiver in Receiver.All)
        {
            PipeReader pipe = PipeReader.Create(ByteSegment.Cut(golden.Gob, 7));
            var decoder = new GobDecoder(pipe, GoldenShapes.Options);
            await TakeAllAsync(receiver, decoder, golden);
            Assert.False(await receiver.TakeAsync(decoder, golden, golden.Json.Count));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public async Task A_command_follows_in_the_same_buffer_of_a_pipe(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        foreach (Receiver receiver in Receiver.All)
        {
            PipeReader pipe = PipeReader.Create(new MemoryStream([.. golden.Gob, .. Command]));
            await TakeAllAsync(receiver, new GobDecoder(pipe, GoldenShapes.Options), golden);
            ReadResult rest = await pipe.ReadAtLeastAsync(Command.Length, TestContext.Current.CancellationToken);
            Assert.Equal(Command, System.Buffers.BuffersExtensions.ToArray(rest.Buffer));
        }
    }

    private static void TakeAll(Receiver receiver, GobDecoder decoder, GoldenCase golden)
    {
        for (int i = 0; i < golden.Json.Count; i++)
            Assert.True(receiver.Take(decoder, golden, i));
    }

    private static async Task TakeAllAsync(Receiver receiver, GobDecoder decoder, GoldenCase golden)
    {
        for (int i = 0; i < golden.Json.Count; i++)
            Assert.True(await receiver.TakeAsync(decoder, golden, i));
    }
}
