using Gobwire.Tests.Golden;
using Gobwire.Tests.Golden.Types;

namespace Gobwire.Tests;

/// <summary>Options are shared by all threads, and so is what hangs on them.</summary>
public sealed class SharedOptionsTests
{
    private const int Threads = 8;

    [Fact]
    public void All_golden_streams_are_encoded_and_decoded_on_many_threads_at_once()
    {
        for (int round = 0; round < 2; round++)
        {
            GobOptions options = GoldenShapes.Options with { PackageName = "main" }; // nothing compiled yet
            InParallel(thread =>
            {
                foreach (string name in GoldenCase.Names.Skip(thread).Concat(GoldenCase.Names.Take(thread)))
                    Check(name, options);
            });
        }
    }

    [Fact]
    public void A_type_first_met_on_many_threads_is_one_type()
    {
        string expected = Hex.Encode(TypedCases.Get("struct-embedded")[0].Expected as Outer, new GobOptions());
        for (int round = 0; round < 40; round++)
        {
            var options = new GobOptions();
            InParallel(_ => Assert.Equal(expected, Hex.Encode(TypedCases.Get("struct-embedded")[0].Expected as Outer, options)));
        }
    }

    [Fact]
    public void Streams_with_different_definitions_of_an_id_do_not_disturb_each_other()
    {
        var options = new GobOptions();
        string point = Hex.Encode(new Point(1, 2));
        string node = Hex.Encode(new Node(3, new Node(4, null)));
        InParallel(thread =>
        {
            for (int i = 0; i < 300; i++)
            {
                if ((thread + i) % 2 == 0)
                    Assert.Equal(new Point(1, 2), Hex.Decode<Point>(point, options));
                else
                    Assert.Equal(new Node(3, new Node(4, null)), Hex.Decode<Node>(node, options));
            }
        });
    }

    private static void Check(string name, GobOptions options)
    {
        var decoder = new GobDecoder(GoldenCase.Get(name).Gob, options);
        foreach (TypedValue typed in TypedCases.Get(name))
        {
            Assert.True(typed.TryDecode(decoder, out object? value));
            Structural.Equal(typed.Expected, value);
            typed.Encode(new GobEncoder(new MemoryStream(), options));
        }
    }

    private static void InParallel(Action<int> action)
    {
        using var start = new Barrier(Threads);
        var tasks = new Task[Threads];
        for (int i = 0; i < Threads; i++)
        {
            int thread = i;
            tasks[i] = Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    action(thread);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }

        Task.WaitAll(tasks);
    }
}
