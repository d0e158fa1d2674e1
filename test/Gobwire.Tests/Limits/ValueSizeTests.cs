using System.IO.Pipelines;
using System.Text;

namespace Gobwire.Tests.Limits;

/// <summary>What one value, and one stream's definitions, may take of memory: golang/go issue 10490 and its kin.</summary>
public sealed class ValueSizeTests
{
    private const int IntId = 2;
    private const int InterfaceId = 8;
    private const int FirstId = 65;
    private static readonly GobOptions Small = new() { MaxMessageSize = 4_096, MaxTypeDefinitions = 20 };

    // The granted definitions, a message, and what a read may bring beyond.
    private const long SmallBound = (84 << 10) + 4_096 + 16_384;

    [Fact]
    public async Task Endless_definitions_without_a_value_end_at_a_limit_in_a_pipe()
    {
        var peer = new EndlessStream(i => Definition(FirstId + i, nameLength: 900));
        var decoder = new GobDecoder(PipeReader.Create(peer), Small with { MaxTypeDefinitions = 1_000 });

        GobException error = await Assert.ThrowsAsync<GobException>(
            () => decoder.DecodeAsync<GobValue>(TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        Assert.InRange(peer.Taken, 1, (1_064 << 10) + 4_096 + 16_384);
    }

    [Fact]
    public void Endless_definitions_without_a_value_end_at_a_limit_in_a_stream()
    {
        var peer = new EndlessStream(i => Definition(FirstId + i, nameLength: 900));

        GobException error = Assert.Throws<GobException>(() => new GobDecoder(peer, Small).Decode<GobValue>());

        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        Assert.InRange(peer.Taken, 1, SmallBound);
    }

    [Fact]
    public async Task Endless_empty_messages_end_at_a_limit()
    {
        var pipePeer = new EndlessStream(_ => new byte[1_000]);
        var streamPeer = new EndlessStream(_ => new byte[1_000]);

        GobException ofPipe = await Assert.ThrowsAsync<GobException>(
            () => new GobDecoder(PipeReader.Create(pipePeer), Small).DecodeAsync<GobValue>(TestContext.Current.CancellationToken).AsTask());
        GobException ofStream = Assert.Throws<GobException>(() => new GobDecoder(streamPeer, Small).TrySkip());

        Assert.Equal(GobErrorKind.LimitExceeded, ofPipe.Kind);
        Assert.Equal(GobErrorKind.LimitExceeded, ofStream.Kind);
        Assert.InRange(pipePeer.Taken, 1, SmallBound);
        Assert.InRange(streamPeer.Taken, 1, SmallBound);
    }

    [Fact]
    public async Task A_value_split_over_many_messages_ends_at_a_limit()
    {
        // []any, each element a type of its own, whose definition splits the value once more.
        var peer = new EndlessStream(i => i switch
        {
            0 => Message(SliceDefinition(FirstId, InterfaceId)),
            1 => Message([.. Int(FirstId), 0x00, .. Uint(4_000), .. NameAndDefinition(FirstId + i)]),
            _ => Message([.. Int(FirstId + i - 1), .. Uint(3_900 + 4), 0x00, .. Uint(3_900), .. new byte[3_900], .. NameAndDefinition(FirstId + i)]),
        });
        var decoder = new GobDecoder(PipeReader.Create(peer), Small with { MaxTypeDefinitions = 100 });

        GobException error = await Assert.ThrowsAsync<GobException>(
            () => decoder.DecodeAsync<GobValue>(TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        Assert.Contains("with its definitions", error.Reason, StringComparison.Ordinal);
        Assert.InRange(peer.Taken, 1, (164 << 10) + 4_096 + 16_384);
    }

    [Fact]
    public void Definitions_spread_over_many_values_end_at_a_limit()
    {
        byte[] one = Message([.. Int(2), 0x00, 0x02]);
        var peer = new EndlessStream(i => [.. Definition(FirstId + i, nameLength: 2_000, fields: 2), .. one]);
        var decoder = new GobDecoder(peer, Small with { MaxTypeDefinitions = 200, MaxNameLength = 2_000, MaxMessageSize = 65_536 });

        GobException error = Assert.Throws<GobException>(() =>
        {
            while (decoder.TrySkip())
            {
            }
        });

        Assert.Equal(GobErrorKind.LimitExceeded, error.Kind);
        Assert.InRange(peer.Taken, 1, (264 << 10) + 65_536);
    }

    [Fact]
    public async Task A_value_at_the_limit_with_its_definitions_is_read()
    {
        var values = new Dictionary<string, long[]> { ["a"] = new long[1_000] };
        byte[] gob = GobSerializer.Serialize(values);
        GobOptions exact = new() { MaxMessageSize = gob.Length };

        var decoder = new GobDecoder(PipeReader.Create(new MemoryStream(gob)), exact);
        var read = await decoder.DecodeAsync<Dictionary<string, long[]>>(TestContext.Current.CancellationToken);

        Assert.Equal(1_000, read["a"].Length);
    }

    /// <summary>A struct's definition, of fields of int with long names.</summary>
    private static byte[] Definition(int id, int nameLength, int fields = 1)
    {
        List<byte> body = [.. Int(-id), 0x03, 0x01, 0x01, 0x01, (byte)'T', 0x01, .. Int(id), 0x00, 0x01, .. Uint(fields)];
        for (int i = 0; i < fields; i++)
            body.AddRange([0x01, .. Uint(nameLength), .. Encoding.ASCII.GetBytes(new string((char)('a' + i), nameLength)), 0x01, 0x04, 0x00]);
        body.AddRange([0x00, 0x00]);
        return Message([.. body]);
    }

    private static byte[] NameAndDefinition(int id) => [0x01, (byte)'T', .. SliceDefinition(id, IntId)];

    private static byte[] SliceDefinition(int id, int element) =>
        [.. Int(-id), 0x02, 0x01, 0x02, .. Int(id), 0x00, 0x01, .. Int(element), 0x00, 0x00];

    private static byte[] Message(byte[] body) => [.. Uint(body.Length), .. body];

    private static byte[] Int(long value) => Uint(value < 0 ? (~value << 1) | 1 : value << 1);

    private static byte[] Uint(long value)
    {
        if (value < 0x80)
            return [(byte)value];
        byte[] bytes = BitConverter.GetBytes(value);
        Array.Reverse(bytes);
        bytes = bytes.AsSpan().TrimStart((byte)0).ToArray();
        return [(byte)-bytes.Length, .. bytes];
    }
}
