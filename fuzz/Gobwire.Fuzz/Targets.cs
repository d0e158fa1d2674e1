using System.Buffers;

namespace Gobwire.Fuzz;

/// <summary>What is fuzzed: each target decodes all values of an input one way, and checks what must hold of any input.</summary>
internal static class Targets
{
    private const int MaxText = 64 << 10;

    /// <summary>Names that repeat make text hundreds of times as long: of longer inputs that would be gigabytes.</summary>
    private const int MaxRoundTrip = 64 << 10;

    private static readonly GobOptions Options = GobOptions.Default
        .Register<Shape>("main.Shape")
        .Register<Everything>("main.Everything");

    private static readonly Dictionary<string, Action<byte[]>> All = new()
    {
        ["typed"] = input => Decode<Everything>(input),
        ["any"] = input => Decode<object>(input),
        ["untyped"] = Untyped,
        ["json"] = Json,
        ["skip"] = Skip,
        ["survey"] = Survey,
        ["pieces"] = Pieces,
    };

    public static IEnumerable<string> Names => All.Keys;

    public static Action<byte[]> Get(string name)
    {
        Action<byte[]> run = All[name];
        // Compiles what is compiled once, so that the first input is not charged for it.
        run([]);
        return run;
    }

    /// <summary>What an empty <see cref="Everything"/> takes: as one of <see cref="Everything.Children"/> it is one byte on the wire. No decoder makes it smaller.</summary>
    private static long SizeOfEverything()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = new Everything { Name = "" };
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Decode<T>(byte[] input) => Bound.Check(() => Refusing(() =>
    {
        var decoder = new GobDecoder(input, Options);
        while (decoder.TryDecode(out T _))
        {
        }
    }), input.Length, SizeOfEverything());

    private static void Skip(byte[] input) => Bound.Check(() => Refusing(() =>
    {
        var decoder = new GobDecoder(input, Options);
        while (decoder.TrySkip())
        {
        }
    }), input.Length);

    private static void Survey(byte[] input) => Bound.Check(() => Refusing(() =>
    {
        var decoder = new GobDecoder(input, Options);
        var survey = new GobTypeSurvey();
        while (decoder.TrySurvey(survey))
        {
        }
    }), input.Length);

    /// <summary>Prints no more text than a log would take: names that repeat make hundreds of times the input of it, which is the caller's to want.</summary>
    private static void Json(byte[] input) => Bound.Check(() => Refusing(() =>
    {
        var decoder = new GobDecoder(input, Options);
        var text = new ArrayBufferWriter<byte>(MaxText + 16);
        while (decoder.TryDecodeJson(text, MaxText))
            text.ResetWrittenCount();
    }), input.Length);

    /// <summary>What is read without types is written again to bytes that are read as the same values.</summary>
    private static void Untyped(byte[] input)
    {
        List<GobValue> values = [];
        Bound.Check(() => Refusing(() =>
        {
            values.Clear();
            var decoder = new GobDecoder(input, Options);
            while (decoder.TryDecode(out GobValue value))
                values.Add(value);
        }), input.Length);
        if (input.Length > MaxRoundTrip)
            return;
        foreach (GobValue value in values)
            Refusing(() => RoundTrip(value));
    }

    private static void RoundTrip(GobValue value)
    {
        byte[] again = GobSerializer.Serialize(value, Options);
        string json = value.ToJson();
        string jsonAgain = GobSerializer.Deserialize<GobValue>(again, Options).ToJson();
        if (json != jsonAgain)
            throw new InvalidOperationException($"{json} came back as {jsonAgain}");
    }

    /// <summary>A stream that comes in pieces is read as the whole is.</summary>
    private static void Pieces(byte[] input)
    {
        (int Values, GobErrorKind? Error) whole = default;
        (int Values, GobErrorKind? Error) pieces = default;
        Bound.Check(() => whole = Outcome(new GobDecoder(input, Options)), input.Length);
        Bound.Check(() => pieces = Outcome(new GobDecoder(new PiecesStream(input), Options)), input.Length);
        if (whole != pieces)
            throw new InvalidOperationException($"whole: {whole}, in pieces: {pieces}");
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

    private static void Refusing(Action decode)
    {
        try
        {
            decode();
        }
        catch (GobException)
        {
            // The one answer to bytes that are no gob.
        }
    }
}
