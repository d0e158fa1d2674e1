using static Gobwire.Tests.Limits.Crafted;

namespace Gobwire.Tests.Limits;

/// <summary>What streams define is kept for the streams after them, but never more than a bound.</summary>
[Collection(nameof(SharedDefinitionTests))]
[CollectionDefinition(nameof(SharedDefinitionTests), DisableParallelization = true)]
public sealed class SharedDefinitionTests
{
    private const int Streams = 6_000;
    private const int NameLength = 1_000;
    private const long MaxKept = 24 << 20;

    [Fact]
    public void Streams_that_each_define_a_type_of_their_own_leave_no_more_than_a_bound()
    {
        GobOptions options = GobOptions.Default with { MaxDepth = 123 };
        Decode(options, 0);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 1; i < Streams; i++)
            Decode(options, i);

        // All of it would be more than twice that.
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(kept < MaxKept, $"{kept} bytes are kept of {Streams} streams");
        Decode(options, 0);
        GC.KeepAlive(options);
    }

    private static void Decode(GobOptions options, int number)
    {
        string name = $"T{number}".PadRight(NameLength, 'x');
        byte[] stream = [.. Message(Named(FirstId, name, ("N", 2))), .. Message([.. Int(FirstId), 1, .. Int(number + 1), 0])];
        Assert.Equal($$"""{"N":{{number + 1}}}""", GobSerializer.Deserialize<GobValue>(stream, options).ToString());
    }
}
