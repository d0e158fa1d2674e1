using System.Buffers;
using Gobwire.Tests.Golden;
using PolyType;

namespace Gobwire.Tests.Limits;

/// <summary>What streams cost that were made to cost: the bounds that docs/threat-model.md states, in bytes allocated.</summary>
public sealed partial class HostileMemoryTests
{
    private const long Constant = 1 << 20;

    /// <summary>How many times its own size a stream may cost, for each way to take it.</summary>
    private static readonly Dictionary<string, int> Multiples = new() { ["untyped"] = 64, ["typed"] = 64, ["skipped"] = 24, ["printed"] = 24, ["surveyed"] = 32 };

    private static readonly Dictionary<string, Func<GobDecoder, bool>> Types = new()
    {
        ["long[]"] = Into<long[]>,
        ["string[]"] = Into<string[]>,
        ["byte[][]"] = Into<byte[][]>,
        ["double[]"] = Into<double[]>,
        ["Complex[]"] = Into<System.Numerics.Complex[]>,
        ["object[]"] = Into<object?[]>,
        ["long[][]"] = Into<long[][]>,
        ["List<List<long>>"] = IntoShape<List<List<long>>>,
        ["class[]"] = IntoShape<One[]>,
        ["class[], empty"] = IntoShape<Empty[]>,
        ["class in itself"] = IntoShape<Tree>,
        ["class in itself, []"] = IntoShape<Tree[]>,
        ["object in class"] = IntoShape<Any>,
        ["DateTimeOffset?[]"] = IntoShape<DateTimeOffset?[]>,
        ["LinkedList<long>"] = IntoShape<LinkedList<long>>,
        ["HashSet<long>"] = IntoShape<HashSet<long>>,
        ["Dictionary<long, long>"] = Into<Dictionary<long, long>>,
        ["Dictionary<string, string>"] = Into<Dictionary<string, string>>,
        ["Dictionary<class, class>"] = IntoShape<Dictionary<Empty, Empty>>,
        ["list class of itself"] = IntoShape<Self>,
        ["list class of Dictionary<long, long>"] = IntoShape<Maps>,
        ["dictionary class of itself"] = IntoShape<Links>,
    };

    /// <summary>What is more for a byte in .NET: an object of the base library's takes it, however it is made.</summary>
    private static readonly Dictionary<string, int> LargeTypes = new()
    {
        // A list that grows as it is added to: 32 bytes, and 56 for the room of four that its first element makes.
        ["list class of itself"] = 88,
        // 80 bytes a Dictionary; 8, 8 and 16 where it stands: the elements, and the list that grows as it is added to.
        ["list class of Dictionary<long, long>"] = 104,
        // 80 bytes, and 136 for the room of three that its first entry makes, which is two bytes.
        ["dictionary class of itself"] = 108,
    };

    [Fact]
    public void Every_stream_costs_no_more_than_the_bound_however_it_is_taken()
    {
        var figures = new List<string>();
        var tooMuch = new List<string>();
        IEnumerable<(string, byte[])> streams = HostileStreams.All.Select(s => (s.Key, s.Value))
            .Concat(BadStream.Names.Select(n => ("bad: " + n, BadStream.Get(n).Gob)));
        foreach ((string name, byte[] gob) in streams)
        {
            var line = new List<string> { name, $"{gob.Length}" };
            foreach ((string way, int multiple) in Multiples)
            {
                (long cost, string details) = Cost(way, gob);
                if (cost > Constant + ((long)multiple * gob.Length))
                    tooMuch.Add($"{name}, {way} {details}: {cost / (double)gob.Length:F1}x");
                line.Add($"{way} {cost} = {cost / (double)gob.Length:F1}x {details}");
            }

            foreach ((string type, int multiple) in LargeTypes)
            {
                long cost = Cost(gob, Types[type]);
                if (cost > Constant + ((long)multiple * gob.Length))
                    tooMuch.Add($"{name}, {type}: {cost / (double)gob.Length:F1}x");
                if (cost > 64 * gob.Length)
                    line.Add($"{type} {cost} = {cost / (double)gob.Length:F1}x");
            }

            figures.Add(string.Join("; ", line));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', figures));
        Assert.Empty(tooMuch);
    }

    [Fact]
    public void New_encoders_that_each_define_a_type_of_their_own_cost_no_more_the_more_there_are()
    {
        GobOptions options = GobOptions.Default with { AcceptNewEncoders = true };
        long hundred = CostOfEncoders(100, options with { PackageName = "few" });
        long thousands = CostOfEncoders(5_000, options with { PackageName = "many" });
        TestContext.Current.TestOutputHelper?.WriteLine($"{hundred} of 100, {thousands} of 5000");

        Assert.InRange(thousands / 50.0, 0, hundred * 1.25);
    }

    /// <summary>What it costs to read values of as many encoders, each of which defines a type that none before it has.</summary>
    private static long CostOfEncoders(int count, GobOptions options)
    {
        byte[] gob = [.. Enumerable.Range(10_000, count).SelectMany(i => (byte[])
            [.. Crafted.Message(Crafted.Struct(Crafted.FirstId, ("F" + i, 2))), .. Crafted.Message([.. Crafted.Int(Crafted.FirstId), 0])])];
        Take(gob[..30], options, Into<GobValue>);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var decoder = new GobDecoder(gob, options);
        for (int i = 0; i < count; i++)
            decoder.Decode<GobValue>();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static (long Cost, string Details) Cost(string way, byte[] gob) => way switch
    {
        "untyped" => (Cost(gob, Into<GobValue>), ""),
        "skipped" => (Cost(gob, d => d.TrySkip()), ""),
        "printed" => (Cost(gob, d => d.TryDecodeJson(new Nowhere())), ""),
        "surveyed" => (Cost(gob, d => d.TrySurvey(new GobTypeSurvey())), ""),
        _ => Types.Where(t => !LargeTypes.ContainsKey(t.Key)).Select(t => (Cost(gob, t.Value), t.Key)).Max(),
    };

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

    internal sealed class Links : Dictionary<long, Links>;

    internal sealed record Tree(Tree[]? A);

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
    [GenerateShapeFor<Links>]
    [GenerateShapeFor<Tree>]
    [GenerateShapeFor<Tree[]>]
    [GenerateShapeFor<List<List<long>>>]
    [GenerateShapeFor<Any>]
    [GenerateShapeFor<DateTimeOffset?[]>]
    [GenerateShapeFor<HashSet<long>>]
    [GenerateShapeFor<LinkedList<long>>]
    private sealed partial class Shapes;
}
