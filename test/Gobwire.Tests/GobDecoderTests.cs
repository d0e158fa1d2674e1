using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Tests.Golden;
using Gobwire.Tests.Golden.Types;
using Gobwire.Tests.Streams;
using PolyType;

namespace Gobwire.Tests;

public sealed partial class GobDecoderTests
{
    /// <summary>Old{[]Point{{1, 2}, {}}, "Ann", map[string]Line{"l": …}, Any: Line{To: {9, 9}}, 30}, by Go; Line in an interface splits the value.</summary>
    private const string Old =
        "3fff81030101034f6c6401ff820001050104476f6e6501ff860001044e616d65010c0001054f7468657201ff8a000103416e79011000010341676501040000001bff85"
        + "0201010c5b5d6d61696e2e506f696e7401ff860001ff8400001fff8303010105506f696e7401ff84000102010158010400010159010400000025ff89040101146d61705b"
        + "737472696e675d6d61696e2e4c696e6501ff8a00010c01ff8800001eff87030102ff88000102010446726f6d01ff84000102546f01ff8400000036ff8201020102010400"
        + "000103416e6e0101016c01010201020001000001096d61696e2e4c696e65ff8809010001011201120000013c00";

    [Fact]
    public void Fields_the_receiver_lacks_are_skipped_whatever_they_hold() => Assert.Equal(new V1("Ann", 30), Hex.Decode<V1>(Old));

    [Fact]
    public void Types_evolve_in_both_directions()
    {
        var newer = new V2 { Age = 31, Name = "Bob", Email = "bob@example.org", Tags = ["x"], Previous = new V1("Old", 1) };
        Assert.Equal(new V1("Bob", 31), Hex.Decode<V1>(Hex.Encode(newer)));
        Structural.Equal(new V2 { Age = 30, Name = "Ann" }, Hex.Decode<V2>(Hex.Encode(new V1("Ann", 30))));
    }

    [Fact]
    public void Structs_without_a_field_in_common_do_not_match_unless_one_has_none()
    {
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => Hex.Decode<V1>(Hex.Encode(new Point(1, 2)))).Kind);
        Hex.Decode<Nothing>(Hex.Encode(new Point(1, 2)));
        Assert.Equal(default, Hex.Decode<Point>(Hex.Encode(new Nothing())));
    }

    [Fact]
    public void A_field_of_another_type_does_not_match_even_where_it_is_left_off()
    {
        GobException error = Assert.Throws<GobException>(() => Hex.Decode<OfInt>(Hex.Encode(new OfString(1, ""))));
        Assert.Equal((GobErrorKind.TypeMismatch, "OfInt.X", "string", "Int32"), (error.Kind, error.Path, error.WireType, error.LocalType));
    }

    [Fact]
    public void Values_of_several_types_follow_each_other_on_one_stream()
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output);
        encoder.Encode(new Point(1, 2));
        encoder.Encode("text");
        encoder.Encode(new P(1, 2, 3, "p"));
        encoder.Encode(new Point(3, 4));
        var decoder = new GobDecoder(output.WrittenMemory);
        Assert.Equal(new Point(1, 2), decoder.Decode<Point>());
        Assert.Equal("text", decoder.Decode<string>());
        Assert.Equal(new P(1, 2, 3, "p"), decoder.Decode<P>());
        Assert.Equal(new Point(3, 4), decoder.Decode<Point>());
        GobException error = Assert.Throws<GobException>(() => decoder.Decode<Point>());
        Assert.Equal((GobErrorKind.EndOfStream, output.WrittenCount), (error.Kind, (int)error.Offset));
    }

    [Fact]
    public void After_a_value_that_does_not_fit_the_next_one_is_decoded()
    {
        var decoder = new GobDecoder(Hex.Bytes(Hex.EncodeAll<object?[]>([["a", 300L], [1L]])));
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => decoder.Decode<string>()).Kind);
        Structural.Equal(new object?[] { 1L }, decoder.Decode<object?[]>());
        Assert.False(decoder.TrySkip());
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sequence")]
    [InlineData("stream")]
    [InlineData("slow stream")]
    public void After_a_split_value_that_does_not_fit_the_next_one_is_decoded(string input)
    {
        byte[] bytes = SplitThenPoint();
        GobDecoder decoder = input switch
        {
            "memory" => new GobDecoder(bytes),
            "sequence" => new GobDecoder(ByteSegment.Cut(bytes, 5)),
            "stream" => new GobDecoder(new MemoryStream(bytes)),
            _ => new GobDecoder(new DribbleStream(bytes)),
        };
        GobException error = Assert.Throws<GobException>(() => decoder.Decode<Anys>());
        Assert.Equal((GobErrorKind.UnknownName, "Anys.A"), (error.Kind, error.Path));
        Assert.Equal(new Point(7, 8), decoder.Decode<Point>());
        Assert.Equal(bytes.Length, decoder.Offset);
    }

    [Fact]
    public async Task After_a_split_value_that_does_not_fit_the_next_one_is_decoded_from_a_pipe()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        byte[] bytes = SplitThenPoint();
        var decoder = new GobDecoder(new DribblePipeReader(bytes));
        GobException error = await Assert.ThrowsAsync<GobException>(async () => await decoder.DecodeAsync<Anys>(token));
        Assert.Equal(GobErrorKind.UnknownName, error.Kind);
        Assert.Equal(new Point(7, 8), await decoder.DecodeAsync<Point>(token));
        Assert.Equal(bytes.Length, decoder.Offset);
    }

    [Fact]
    public void After_malformed_bytes_every_call_says_that_the_stream_is_lost()
    {
        var decoder = new GobDecoder(Hex.Bytes("03040002 0304010e 03040004"));
        Assert.Equal(1, decoder.Decode<int>());
        GobException first = Assert.Throws<GobException>(() => decoder.Decode<int>());
        GobException second = Assert.Throws<GobException>(() => decoder.Decode<int>());
        GobException third = Assert.Throws<GobException>(() => decoder.TrySkip());
        Assert.Equal((GobErrorKind.Malformed, 7), (first.Kind, (int)first.Offset));
        Assert.All([second, third], error => Assert.Equal((first.Kind, first.Offset, first), (error.Kind, error.Offset, error.InnerException)));
        Assert.Contains("lost before", second.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misfit_in_a_value_that_is_malformed_too_loses_the_stream()
    {
        var decoder = new GobDecoder(Hex.Bytes("0304010e 03040004"));
        Assert.Throws<GobException>(() => decoder.Decode<string>());
        Assert.Contains("lost before", Assert.Throws<GobException>(() => decoder.TrySkip()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_canceled_decode_is_begun_again_where_it_was()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        byte[] gob = GoldenCase.Get("interface-struct").Gob;
        foreach (int cut in (int[])[0, 1, 60, gob.Length / 2, gob.Length - 1])
        {
            var pipe = new Pipe();
            var decoder = new GobDecoder(pipe.Reader, GoldenShapes.Options);
            await pipe.Writer.WriteAsync(gob.AsMemory(0, cut), token);
            using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task<Anys> decoding = decoder.DecodeAsync<Anys>(source.Token).AsTask();
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => decoding);
            await pipe.Writer.WriteAsync(gob.AsMemory(cut), token);
            Structural.Equal(TypedCases.Get("interface-struct")[0].Expected, await decoder.DecodeAsync<Anys>(token));
        }
    }

    [Fact]
    public async Task A_pending_read_that_is_canceled_ends_the_decode_and_loses_nothing()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var pipe = new Pipe();
        var decoder = new GobDecoder(pipe.Reader);
        await pipe.Writer.WriteAsync(Hex.Bytes("0304"), token);
        Task<int> decoding = decoder.DecodeAsync<int>(token).AsTask();
        pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => decoding);
        await pipe.Writer.WriteAsync(Hex.Bytes("000e"), token);
        Assert.Equal(7, await decoder.DecodeAsync<int>(token));
    }

    [Fact]
    public void A_pipe_is_not_read_synchronously()
    {
        var decoder = new GobDecoder(new Pipe().Reader);
        Assert.Throws<InvalidOperationException>(() => decoder.TrySkip());
    }

    [Fact]
    public async Task All_values_of_a_stream_are_enumerated()
    {
        var decoder = new GobDecoder(new DribbleStream(GoldenCase.Get("many-same").Gob));
        var points = new List<Point>();
        await foreach (Point point in decoder.DecodeAllAsync<Point>(TestContext.Current.CancellationToken))
            points.Add(point);
        Assert.Equal([new Point(1, 2), new Point(3, 4), default, new Point(0, -1)], points);
    }

    /// <summary>An interface value that brings a type nobody here has registered, so that it takes two messages; then a point.</summary>
    private static byte[] SplitThenPoint()
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output, GoldenShapes.Options);
        encoder.Encode(new Anys { A = new Square(2), B = new Circle(3) });
        encoder.Encode(new Point(7, 8));
        return output.WrittenSpan.ToArray();
    }

    [GenerateShape, GobType(Name = "OfInt")]
    internal sealed partial record OfInt(int Y, int X);

    [GenerateShape]
    internal sealed partial record OfString(int Y, string X);
}
