using System.Text.Json;
using Gobwire.Tests.Golden;

namespace Gobwire.Tests.Limits;

/// <summary>Streams that fuzzing has found: each broke what docs/threat-model.md states, once.</summary>
public sealed class FindingTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    private static Dictionary<string, byte[]> All { get; } = File.ReadLines(GoldenFile.PathOf("findings.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(f => f.GetProperty("name").GetString()!, f => Convert.FromHexString(f.GetProperty("hex").GetString()!));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_that_was_found_is_read_in_pieces_as_whole_and_within_the_bound(string name)
    {
        byte[] gob = All[name];
        (int Values, GobErrorKind? Error) whole = Outcome(new GobDecoder(gob));
        long before = GC.GetAllocatedBytesForCurrentThread();

        (int Values, GobErrorKind? Error) pieces = Outcome(new GobDecoder(new OneByteStream(gob)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (1 << 20) + (64L * gob.Length));
        Assert.Equal(whole, pieces);
    }

    private static (int Values, GobErrorKind? Error) Outcome(GobDecoder decoder)
    {
        int values = 0;
        try
        {
            while (decoder.TryDecode(out GobValue _))
                values++;
            return (values, null);
        }
        catch (GobException error)
        {
            return (values, error.Kind);
        }
    }

    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
