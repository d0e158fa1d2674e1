using System.Buffers;
using PolyType;

namespace Gobwire.Tests.Conformance;

/// <summary>What a value costs once its types are known: Go's timing_test.go.</summary>
public sealed partial class AllocationTests
{
    private const int Values = 1_000;
    private static readonly Bench Value = new(7, 3.2, "now is the time", "for all good men"u8.ToArray());

    [Fact]
    public void Encoding_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var encoder = new GobEncoder(output);
        encoder.Encode(Value);
        long allocated = AllocatedBy(() => encoder.Encode(Value));
        Assert.Equal(0, allocated / Values);
    }

    [Fact]
    public void Decoding_allocates_what_the_value_is_made_of()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var encoder = new GobEncoder(output);
        for (int i = 0; i < Values * 3; i++)
            encoder.Encode(Value);
        var decoder = new GobDecoder(output.WrittenMemory);
        Assert.Equal(Value.Text, decoder.Decode<Bench>().Text);
        // The object, its string, its bytes: each a header of 16 bytes and what it holds.
        const int Parts = (16 + 32) + (24 + 32) + (24 + 16);
        long allocated = AllocatedBy(() => decoder.Decode<Bench>());
        Assert.InRange(allocated / Values, 1, Parts);
    }

    private static long AllocatedBy(Action action)
    {
        for (int i = 0; i < Values; i++)
            action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Values; i++)
            action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [GenerateShape]
    internal sealed partial class Bench
    {
        public Bench()
        {
        }

        public Bench(int a, double b, string text, byte[] bytes) => (A, B, Text, Bytes) = (a, b, text, bytes);

        public int A { get; set; }

        public double B { get; set; }

        public string Text { get; set; } = "";

        public byte[] Bytes { get; set; } = [];
    }
}
