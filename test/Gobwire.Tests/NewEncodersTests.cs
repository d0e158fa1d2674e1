using Gobwire.Tests.Golden.Types;
using Gobwire.Tests.Streams;

namespace Gobwire.Tests;

/// <summary>A decoder whose peer makes a new encoder for each value, as the article does.</summary>
public sealed class NewEncodersTests
{
    private static readonly GobOptions Accepting = GobOptions.Default with { AcceptNewEncoders = true };

    [Fact]
    public void A_new_encoder_is_an_error_as_in_Go()
    {
        var decoder = new GobDecoder(Hex.Bytes(Hex.Encode(new Point(1, 2)) + Hex.Encode(new Point(3, 4))));
        Assert.Equal(new Point(1, 2), decoder.Decode<Point>());
        GobException error = Assert.Throws<GobException>(() => decoder.Decode<Point>());
        Assert.Equal(GobErrorKind.Malformed, error.Kind);
        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_encoder_is_accepted_where_the_options_say_so()
    {
        // The same id means another type each time.
        byte[] bytes = Hex.Bytes(
            Hex.EncodeAll<Point>([new(1, 2), new(3, 4)]) + Hex.Encode(new V1("Ann", 30)) + Hex.Encode(7) + Hex.Encode(new Point(5, 6)) + Hex.Encode(new Node(8, null)));
        foreach (GobDecoder decoder in (GobDecoder[])[new(bytes, Accepting), new(new DribbleStream(bytes), Accepting), new(ByteSegment.Cut(bytes, 3), Accepting)])
        {
            Assert.Equal(new Point(1, 2), decoder.Decode<Point>());
            Assert.Equal(new Point(3, 4), decoder.Decode<Point>());
            Assert.Equal(new V1("Ann", 30), decoder.Decode<V1>());
            Assert.Equal(7, decoder.Decode<int>());
            Assert.Equal(new Point(5, 6), decoder.Decode<Point>());
            Assert.Equal(new Node(8, null), decoder.Decode<Node>());
            Assert.False(decoder.TrySkip());
        }
    }

    [Fact]
    public void One_encoder_for_all_values_is_accepted_too()
    {
        var decoder = new GobDecoder(Hex.Bytes(Hex.EncodeAll<Point>([new(1, 2), new(3, 4)])), Accepting);
        Assert.Equal(new Point(1, 2), decoder.Decode<Point>());
        Assert.Equal(new Point(3, 4), decoder.Decode<Point>());
    }

    [Fact]
    public void What_the_encoder_before_defined_is_forgotten()
    {
        // V2 has three types of its own, Point one: the ids beyond it mean nothing any more.
        string first = Hex.Encode(new V2 { Tags = ["x"], Previous = new V1("Old", 1) });
        var decoder = new GobDecoder(Hex.Bytes(first + Hex.Encode(new Point(1, 2)) + "04ff840000"), Accepting);
        Assert.True(decoder.TrySkip());
        Assert.Equal(new Point(1, 2), decoder.Decode<Point>());
        Assert.Equal(GobErrorKind.Malformed, Assert.Throws<GobException>(() => decoder.TrySkip()).Kind);
    }

    [Fact]
    public void A_definition_twice_before_one_value_is_an_error_all_the_same()
    {
        string point = Hex.Encode(new Point(1, 2));
        string definition = point[..64];
        Assert.Equal(GobErrorKind.Malformed, Assert.Throws<GobException>(() => Hex.Decode<Point>(definition + point, Accepting)).Kind);
    }

    [Fact]
    public void Ten_thousand_encoders_leave_nothing_behind()
    {
        byte[] one = Hex.Bytes(Hex.Encode(new Point(1, 2)));
        byte[] all = [.. Enumerable.Repeat(one, 10_000).SelectMany(b => b)];
        var decoder = new GobDecoder(all, Accepting with { MaxTypeDefinitions = 1 });
        int count = 0;
        while (decoder.TryDecode(out Point _))
            count++;
        Assert.Equal(10_000, count);
    }
}
