namespace Gobwire.Tool.Tests;

[CollectionDefinition(nameof(TypesCommandTests), DisableParallelization = true)]
[Collection(nameof(TypesCommandTests))]
public sealed class TypesCommandTests
{
    [Fact]
    public async Task The_types_are_a_table_with_tabs_in_a_pipe()
    {
        using TestRun run = await TestRun.OfAsync(SampleStream.Cases["many-mixed"].Gob, "types");
        Assert.Equal(
            [
                "Id\tName\tKind\tDefinition\tValues\tIn interfaces as",
                "2\tint\tInt\t\t1\t",
                "6\tstring\tString\t\t1\t",
                "65\tPoint\tStruct\tstruct { X int; Y int }\t1\t",
                "66\tP\tStruct\tstruct { X int; Y int; Z int; Name string }\t1\t",
            ],
            run.Lines.Take(5));
    }

    [Fact]
    public async Task Names_in_interface_values_are_shown_with_their_types()
    {
        using TestRun run = await TestRun.OfAsync(SampleStream.Cases["interface-methods"].Gob, "types");
        Assert.Contains(run.Lines, l => l.EndsWith("Square\tStruct\tstruct { Side float }\t\tmain.Square", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_sees_a_drawn_table()
    {
        using var run = new TestRun(SampleStream.Cases["article"].Gob, isTerminal: true);
        await run.RunAsync("types");
        Assert.Contains("╭", run.Text, StringComparison.Ordinal);
        Assert.Contains("complexData", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_language_at_a_time()
    {
        using TestRun run = await TestRun.OfAsync(SampleStream.Cases["article"].Gob, "types", "--csharp", "--go");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not both", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_stream_is_an_error()
    {
        using TestRun run = await TestRun.OfAsync(SampleStream.Bad["all-ff"].Gob, "types");
        Assert.Equal((1, ""), (run.ExitCode, run.Text));
    }

    [Fact]
    public async Task A_large_message_costs_itself_and_no_values()
    {
        const int Points = 1_000_000;
        // A million points of {1, 2}: 5 bytes each, where a value that is built takes a hundred.
        byte[] gob = LargeStream.Of(Points);
        await TestRun.OfAsync(gob, "types");
        long before = GC.GetTotalAllocatedBytes(precise: true);

        using TestRun run = await TestRun.OfAsync(gob, "types");

        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.EndsWith("Point\tStruct\tstruct { X int; Y int }\t\t\n", run.Text, StringComparison.Ordinal);
        Assert.True(allocated < 5 * gob.Length, $"{allocated} bytes for a stream of {gob.Length}");
    }

    [Fact]
    public async Task The_article_s_struct_is_a_record_to_use()
    {
        using TestRun run = await TestRun.OfAsync(SampleStream.Cases["article"].Gob, "types", "--csharp");
        Assert.EndsWith(
            """
            [GenerateShape]
            [GobType(Name = "complexData")]
            public sealed partial record ComplexData
            {
                public long N { get; init; }

                public string S { get; init; } = "";

                public Dictionary<string, long> M { get; init; } = [];

                public byte[] P { get; init; } = [];

                public ComplexData? C { get; init; }
            }

            """.ReplaceLineEndings("\n"),
            run.Text,
            StringComparison.Ordinal);
    }
}
