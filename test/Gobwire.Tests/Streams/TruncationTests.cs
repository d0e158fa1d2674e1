using System.IO.Pipelines;
using Gobwire.Tests.Golden;

namespace Gobwire.Tests.Streams;

/// <summary>Every golden stream, cut at every length: what is whole comes out, what is not is an error, a border is a clean end.</summary>
public sealed class TruncationTests
{
    /// <summary>Longer streams are cut at every length for one receiver only.</summary>
    private const int Short = 2_000;

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void Cut_memory_gives_whole_values_and_then_an_error(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        int[] borders = Borders(golden);
        foreach (Receiver receiver in golden.Gob.Length <= Short ? Receiver.All : Receiver.All.Take(1))
        {
            for (int length = 0; length <= golden.Gob.Length; length++)
            {
                var decoder = new GobDecoder(golden.Gob.AsMemory(0, length), GoldenShapes.Options);
                Check(receiver, decoder, golden, borders, length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void A_cut_stream_gives_whole_values_and_then_an_error(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        int[] borders = Borders(golden);
        foreach (int length in Lengths(golden))
        {
            var decoder = new GobDecoder(new DribbleStream(golden.Gob[..length], size: golden.Gob.Length <= Short ? 1 : 499), GoldenShapes.Options);
            Check(Receiver.All[0], decoder, golden, borders, length);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public async Task A_cut_pipe_gives_whole_values_and_then_an_error(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        int[] borders = Borders(golden);
        foreach (int length in Lengths(golden))
        {
            PipeReader pipe = PipeReader.Create(ByteSegment.Cut(golden.Gob.AsMemory(0, length), golden.Gob.Length <= Short ? 3 : 499));
            await CheckAsync(Receiver.All[3], new GobDecoder(pipe, GoldenShapes.Options), golden, borders, length);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Theory), MemberType = typeof(GoldenCase))]
    public void A_serializer_refuses_a_cut_value(string name)
    {
        GoldenCase golden = GoldenCase.Get(name);
        int first = Borders(golden)[0];
        for (int length = 0; length < Math.Min(first, Short); length++)
        {
            GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<GobValue>(golden.Gob.AsSpan(0, length)));
            Assert.Equal(length == 0 ? GobErrorKind.EndOfStream : GobErrorKind.Truncated, error.Kind);
        }
    }

    /// <summary>Every length of a short stream, and those around its ends and some between of a long one.</summary>
    private static IEnumerable<int> Lengths(GoldenCase golden)
    {
        int all = golden.Gob.Length;
        return Enumerable.Range(0, all + 1).Where(n => all <= Short || n < 200 || n > all - 200 || n % 9_973 == 0);
    }

    /// <summary>Where the values end.</summary>
    private static int[] Borders(GoldenCase golden)
    {
        var decoder = new GobDecoder(golden.Gob);
        var borders = new List<int>();
        while (decoder.TrySkip())
            borders.Add((int)decoder.Offset);
        Assert.Equal(golden.Json.Count, borders.Count);
        return [.. borders];
    }

    private static void Check(Receiver receiver, GobDecoder decoder, GoldenCase golden, int[] borders, int length)
    {
        int whole = borders.Count(b => b <= length);
        for (int i = 0; i < whole; i++)
            Assert.True(receiver.Take(decoder, golden, i));
        if (length == 0 || borders.Contains(length))
        {
            Assert.False(receiver.Take(decoder, golden, whole));
            return;
        }

        GobException error = Assert.Throws<GobException>(() => receiver.Take(decoder, golden, whole));
        Assert.Equal(GobErrorKind.Truncated, error.Kind);
        Assert.InRange(error.Offset, 0, length);
    }

    private static async Task CheckAsync(Receiver receiver, GobDecoder decoder, GoldenCase golden, int[] borders, int length)
    {
        int whole = borders.Count(b => b <= length);
        for (int i = 0; i < whole; i++)
            Assert.True(await receiver.TakeAsync(decoder, golden, i));
        if (length == 0 || borders.Contains(length))
        {
            Assert.False(await receiver.TakeAsync(decoder, golden, whole));
            return;
        }

        GobException error = await Assert.ThrowsAsync<GobException>(async () => await receiver.TakeAsync(decoder, golden, whole));
        Assert.Equal(GobErrorKind.Truncated, error.Kind);
    }
}
