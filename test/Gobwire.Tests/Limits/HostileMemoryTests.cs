using System.Buffers;
using Gobwire.Tests.Golden;
using PolyType;

namespace Gobwire.Tests.Limits;

/// <summary>What streams cost that were made to cost: the bounds that docs/threat-model.md states, in bytes allocated.</summary>
public sealed partial class HostileMemoryTests
{
    private const long Constant = 2 << 20;

    /// <summary>How many times its own size a stream may cost, for each way to take it.</summary>
    private static readonly Dictionary<string, int> Multiples = new() { ["untyped"] = 112, ["typed"] = 128, ["skipped"] = 16, ["printed"] = 16, ["surveyed"] = 16 };

    private static readonly Func<GobDecoder, bool>[] Types =
    [
        Into<long[]>, Into<string[]>, Into<byte[][]>, Into<double[]>, Into<System.Numerics.Complex[]>, Into<object?[]>, Into<long[][]>,
        Into<Dictionary<long, long>>, Into<Dictionary<string, string>>, IntoShape<Empty[]>, IntoShape<One[]>, IntoShape<Self>, IntoShape<Maps>,
        IntoShape<Dictionary<Empty, Empty>>, IntoShape<Any>, IntoShape<DateTimeOffset?[]>, IntoShape<HashSet<long>>, IntoShape<LinkedList<long>>,
    ];

    [Fact]
    public void Every_stream_costs_no_more_than_the_bound_however_it_is_taken()
    {
        var figures = new List<string>();
        var worst = new Dictionary<string, double>();
        IEnumerable<(string, byte[])> streams = HostileStreams.All.Select(s => (s.Key, s.Value))
            .Concat(BadStream.Names.Select(n => ("bad: " + n, BadStream.Get(n).Gob)));
        foreach ((string name, byte[] gob) in streams)
        {
            var line = new List<string> { name, $"{gob.Length}" };
            foreach (string way in Multiples.Keys)
            {
                long cost = Cost(way, gob);
                double multiple = Math.Max(0, cost - Constant) / (double)gob.Length;
                worst[way] = Math.Max(worst.GetValueOrDefault(way), multiple);
                line.Add($"{way} {cost} = {cost / (double)gob.Length:F1}x, over the constant {multiple:F1}x");
            }

            figures.Add(string.Join("; ", line));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', figures));
        Assert.All(Multiples, m => Assert.True(worst[m.Key] <= m.Value, $"{m.Key}: {worst[m.Key]:F1}"));
    }

    private static long Cost(string way, byte[] gob) => way switch
    {
        "untyped" => Cost(gob, Into<GobValue>),
        "skipped" => Cost(gob, d => d.TrySkip()),
        "printed" => Cost(gob, d => d.TryDecodeJson(new Nowhere())),
        "surveyed" => Cost(gob, d => d.TrySurvey(new GobTypeSurvey())),
        _ => Types.Max(take => Cost(gob, take)),
    };

    /// <summary>The bytes allocated, with options of their own: nothing is known or compiled yet.</summary>
    private static long Cost(byte[] gob, Func<GobDecoder, bool> take)
    {
        GobOptions options = GobOptions.Default.Register<Empty>("e", Shape<Empty>());
        // The runtime's own part, of types met for the first time, is not the stream's.
        Take(new byte[] { 0x03, 0x04, 0x00, 0x00 }, options, take);
        options = options with { PackageName = "main" };
        long before = GC.GetAllocatedBytesForCurrentThread();
        Take(gob, options, take);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Take(byte[] gob, GobOptions options, Func<GobDecoder, bool> take)
    {
        var decoder = new GobDecoder(gob, options);
        try
        {
            while (take(decoder))
            {
            }
        }
        catch (GobException)
        {
            // Refused, or of another type: what was allocated up to there counts.
        }
    }

    private static bool Into<T>(GobDecoder decoder) => decoder.TryDecode(out T _);

    private static bool IntoShape<T>(GobDecoder decoder) => decoder.TryDecode(Shape<T>(), out _);

    private static ITypeShape<T> Shape<T>() => Shapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow<T>();

    internal sealed record Empty;

    internal sealed record One(long A);

    internal sealed class Self : List<Self>;

    internal sealed class Maps : List<Dictionary<long, long>>;

    internal sealed record Any(object? I);

    /// <summary>Takes text and keeps none of it.</summary>
    private sealed class Nowhere : IBufferWriter<byte>
    {
        private static readonly byte[] Buffer = new byte[1 << 20];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => Buffer;

        public Span<byte> GetSpan(int sizeHint = 0) => Buffer;
    }

    [GenerateShapeFor<Empty>]
    [GenerateShapeFor<Empty[]>]
    [GenerateShapeFor<One[]>]
    [GenerateShapeFor<Self>]
    [GenerateShapeFor<Maps>]
    [GenerateShapeFor<Dictionary<Empty, Empty>>]
    [GenerateShapeFor<Any>]
    [GenerateShapeFor<DateTimeOffset?[]>]
    [GenerateShapeFor<HashSet<long>>]
    [GenerateShapeFor<LinkedList<long>>]
    private sealed partial class Shapes;
}
