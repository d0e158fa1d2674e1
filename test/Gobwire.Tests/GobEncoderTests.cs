using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Tests.Golden.Types;
using PolyType;
using PolyType.ReflectionProvider;

namespace Gobwire.Tests;

public sealed partial class GobEncoderTests
{
    [Fact]
    public void A_type_is_defined_once_per_stream()
    {
        const string definition = "1fff8103010105506f696e7401ff820001020101580104000101590104000000";
        Assert.Equal(definition + "07ff820102010400" + "07ff820106010800", Hex.EncodeAll<Point>([new(1, 2), new(3, 4)]));
    }

    [Fact]
    public void A_new_encoder_begins_a_new_stream() => Assert.Equal(Hex.Encode(new Point(1, 2)), Hex.Encode(new Point(1, 2)));

    [Fact]
    public void A_value_that_cannot_be_encoded_leaves_the_stream_as_it_was()
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output);
        encoder.Encode(new Point(1, 2));
        int before = output.WrittenCount;
        Assert.Throws<GobException>(() => encoder.Encode(new ComplexData { S = "\uD800" }));
        Assert.Throws<GobException>(() => encoder.Encode(new Anys { A = new Circle(1) }));
        Assert.Equal(before, output.WrittenCount);
        encoder.Encode(new ComplexData { S = "good" });
        encoder.Encode(new Point(3, 4));
        var decoder = new GobDecoder(output.WrittenMemory);
        Assert.Equal(new Point(1, 2), decoder.Decode<Point>());
        Assert.Equal("good", decoder.Decode<ComplexData>().S);
        Assert.Equal(new Point(3, 4), decoder.Decode<Point>());
    }

    [Fact]
    public async Task A_pipe_is_flushed_by_an_asynchronous_encode_only()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var pipe = new Pipe();
        var encoder = new GobEncoder(pipe.Writer);
        encoder.Encode(7);
        Assert.False(pipe.Reader.TryRead(out _));
        await encoder.EncodeAsync(8, token);
        Assert.True(pipe.Reader.TryRead(out ReadResult result));
        Assert.Equal("0304000e03040010", Convert.ToHexStringLower(result.Buffer.ToArray()));
    }

    [Fact]
    public async Task A_stream_gets_one_write_a_value()
    {
        var stream = new CountingStream();
        var encoder = new GobEncoder(stream);
        encoder.Encode(new Point(1, 2));
        await encoder.EncodeAsync(new Point(3, 4), TestContext.Current.CancellationToken);
        Assert.Equal(2, stream.Writes);
        Assert.Equal(Hex.EncodeAll<Point>([new(1, 2), new(3, 4)]), Convert.ToHexStringLower(stream.ToArray()));
    }

    [Fact]
    public void A_canceled_encode_throws()
    {
        var encoder = new GobEncoder(new MemoryStream());
        ValueTask encoding = encoder.EncodeAsync(1, new CancellationToken(canceled: true));
        Assert.True(encoding.IsCanceled);
    }

    [Fact]
    public void A_shape_may_be_given()
    {
        ITypeShape<Plain> shape = ReflectionTypeShapeProvider.Default.GetTypeShapeOrThrow<Plain>();
        var output = new ArrayBufferWriter<byte>();
        new GobEncoder(output).Encode(new Plain { Text = "x" }, shape);
        Assert.Equal(Convert.ToHexStringLower(GobSerializer.Serialize(new Plain { Text = "x" }, shape)), Convert.ToHexStringLower(output.WrittenSpan));
        Assert.True(new GobDecoder(output.WrittenMemory).TryDecode(shape, out Plain value));
        Assert.Equal("x", value.Text);
    }

    [Fact]
    public void Collections_of_any_are_one_type_whatever_shapes_they_come_from()
    {
        // The first comes by reflection over the base library, the second by a generated shape.
        var output = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(output);
        encoder.Encode<object?[]>([1]);
        int before = output.WrittenCount;
        encoder.Encode(new Anys { L = [2] });
        var decoder = new GobDecoder(output.WrittenMemory);
        GobType alone = decoder.Decode<GobValue>().Type;
        Assert.Same(alone, decoder.Decode<GobValue>().Type.Fields[2].Type);
        Assert.DoesNotContain(Convert.ToHexStringLower("[]interface"u8), Convert.ToHexStringLower(output.WrittenSpan[before..]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_argument_is_missing()
    {
        Assert.Throws<ArgumentNullException>(() => new GobEncoder((IBufferWriter<byte>)null!));
        Assert.Throws<ArgumentNullException>(() => new GobEncoder((PipeWriter)null!));
        Assert.Throws<ArgumentNullException>(() => new GobEncoder((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => new GobDecoder((PipeReader)null!));
        Assert.Throws<ArgumentNullException>(() => new GobDecoder((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => new GobDecoder(ReadOnlyMemory<byte>.Empty).TryDecodeJson(null!));
    }

    internal sealed class Plain
    {
        public string Text { get; set; } = "";
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            base.Write(buffer);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            base.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
