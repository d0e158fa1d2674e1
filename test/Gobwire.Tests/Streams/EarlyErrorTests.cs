using System.IO.Pipelines;

namespace Gobwire.Tests.Streams;

/// <summary>What is wrong is said when it has come, as in Go: a peer that waits for an answer to it sends nothing more.</summary>
public sealed class EarlyErrorTests
{
    /// <param name="hex">How it begins.</param>
    /// <param name="filler">How many bytes 0xFF follow.</param>
    /// <param name="rest">The beginning of a message that never comes whole.</param>
    [Theory]
    // A message of 255 bytes that would define type 128.
    [InlineData("FFFF", 255, "FFFFFF")]
    // Type 65, a slice of ints, and then of unsigned ones.
    [InlineData("0BFF81020102FF8200010400000BFF81020102FF820001060000", 0, "04FF")]
    public async Task A_definition_that_is_none_does_not_wait_for_its_value(string hex, int filler, string rest)
    {
        byte[] bytes = [.. Hex.Bytes(hex), .. Enumerable.Repeat((byte)0xFF, filler), .. Hex.Bytes(rest)];
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);
        var decoder = new GobDecoder(pipe.Reader);

        ValueTask<long[]> value = decoder.DecodeAsync<long[]>(TestContext.Current.CancellationToken);

        Assert.True(value.IsCompleted);
        GobException error = await Assert.ThrowsAsync<GobException>(async () => await value);
        Assert.Equal(GobErrorKind.Malformed, error.Kind);
        Assert.True(decoder.IsBroken);
        GobException whole = Assert.Throws<GobException>(() => new GobDecoder(bytes).Decode<long[]>());
        Assert.Equal((whole.Message, whole.Offset), (error.Message, error.Offset));
    }
}
