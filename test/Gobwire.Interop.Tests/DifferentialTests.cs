using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Gobwire.Interop.Tests;

/// <summary>
/// Streams of random types and values, made by Go: ours prints them as Go does, skips what it reads, and what it encodes again is
/// the same bytes, which Go decodes to the same values.
/// </summary>
/// <remarks>GOBWIRE_SEED repeats a run, GOBWIRE_FIRST_STREAM and GOBWIRE_STREAMS choose its streams.</remarks>
public sealed class DifferentialTests(GoToolchain go) : GoTests(go, deadlineSeconds: 7200)
{
    private const int StreamsAProcess = 500; // encoding/gob keeps every type it has met
    private const int MaxFailures = 5;

    private static readonly int Seed = Setting("GOBWIRE_SEED", Random.Shared.Next());
    private static readonly int FirstStream = Setting("GOBWIRE_FIRST_STREAM", 0);
    private static readonly int StreamCount = Setting("GOBWIRE_STREAMS", 2_000);

    [Fact]
    public async Task Streams_of_random_types_are_read_and_written_as_go_does()
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"GOBWIRE_SEED={Seed}, {StreamCount} streams from {FirstStream}");
        List<string> failures = [];
        var figures = new Figures();
        for (int first = FirstStream; first < FirstStream + StreamCount && failures.Count < MaxFailures; first += StreamsAProcess)
            await CompareAsync(first, Math.Min(StreamsAProcess, FirstStream + StreamCount - first), failures, figures);
        TestContext.Current.TestOutputHelper!.WriteLine(figures.ToString());
        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Take(MaxFailures)));
        Assert.Equal(StreamCount, figures.Streams);
    }

    private async Task CompareAsync(int first, int count, List<string> failures, Figures figures)
    {
        await using ChildProcess godiff =
            await Go.StartAsync("godiff", "streams", "-seed", Text(Seed), "-start", Text(first), "-count", Text(count));
        var judged = new Dictionary<int, MadeStream>();
        for (int lines = 0; lines < 2 * count; lines++)
        {
            MadeStream stream = JsonSerializer.Deserialize<MadeStream>(await godiff.ReadLineAsync(Deadline), JsonSerializerOptions.Web)!;
            if (stream.Verdict is { } verdict)
            {
                MadeStream made = judged[stream.Stream];
                judged.Remove(stream.Stream);
                if (verdict.Length > 0)
                    failures.Add(made.Describe(Seed, $"Go, given our bytes: {verdict}"));
                continue;
            }

            long start = Stopwatch.GetTimestamp();
            StreamComparison comparison = StreamComparison.Of(Convert.FromHexString(stream.Hex!), stream.Json!);
            figures.Add(stream, comparison.IsExact, Stopwatch.GetElapsedTime(start));
            if (comparison.Failure is { } failure)
                failures.Add(stream.Describe(Seed, failure));
            judged.Add(stream.Stream, stream);
            string answer = comparison.Encoded is { } encoded ? Convert.ToHexStringLower(encoded) : stream.Hex!;
            await godiff.WriteLineAsync($$"""{"stream":{{stream.Stream}},"hex":"{{answer}}"}""", Deadline);
        }

        await godiff.ExpectExitAsync(0, Deadline);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A line of godiff's: a stream it made, or its verdict on one.</summary>
    private sealed record MadeStream(int Stream, string? Hex, string[]? Json, string[]? Types, string? Verdict)
    {
        public string Describe(int seed, string failure) =>
            $"GOBWIRE_SEED={seed} GOBWIRE_FIRST_STREAM={Stream} GOBWIRE_STREAMS=1: {failure}\n{Hex}\n{string.Join('\n', Types!)}";
    }

    private sealed class Figures
    {
        private int _exact;
        private long _values;
        private long _bytes;
        private int _longest;
        private TimeSpan _time;

        public int Streams { get; private set; }

        public void Add(MadeStream stream, bool isExact, TimeSpan time)
        {
            Streams++;
            _exact += isExact ? 1 : 0;
            _values += stream.Json!.Length;
            _bytes += stream.Hex!.Length / 2;
            _longest = Math.Max(_longest, stream.Hex.Length / 2);
            _time += time;
        }

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Streams} streams ({_exact} byte for byte), {_values} values, {_bytes} bytes, the longest {_longest}; compared in {_time}");
    }
}
