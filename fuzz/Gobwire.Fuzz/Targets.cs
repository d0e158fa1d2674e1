using System.Buffers;

namespace Gobwire.Fuzz;

/// <summary>What is fuzzed: each target decodes all values of an input one way, and checks what must hold of any input.</summary>
internal static class Targets
{
    /// <summary>What decoding may allocate: a constant, and a multiple of the input (docs/threat-model.md).</summary>
    private const long AllocationBase = 2 << 20;
    private const long AllocationPerByte = 128;

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
        return input => Bounded(run, input);
    }

    private static void Bounded(Action<byte[]> run, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        run(input);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > AllocationBase + (AllocationPerByte * input.Length))
            throw new InvalidOperationException($"{allocated} bytes allocated for an input of {input.Length}");
    }

    private static void Decode<T>(byte[] input) => Refusing(() =>
    {
        var decoder = new GobDecoder(input, Options);
        while (decoder.TryDecode(out T _))
        {
        }
    });

    private static void Skip(byte[] input) => Refusing(() =>
    {
        var decoder = new GobDecoder(input, Options);
        while (decoder.TrySkip())
        {
        }
    });

    private static void Survey(byte[] input) => Refusing(() =>
    {
        var decoder = new GobDecoder(input, Options);
        var survey = new GobTypeSurvey();
        while (decoder.TrySurvey(survey))
        {
        }
    });

    private static void Json(byte[] input) => Refusing(() =>
    {
        var decoder = new GobDecoder(input, Options);
        var text = new ArrayBufferWriter<byte>();
        while (decoder.TryDecodeJson(text))
            text.ResetWrittenCount();
    });

    /// <summary>What is read without types is written again to bytes that are read as the same values.</summary>
    private static void Untyped(byte[] input) => Refusing(() =>
    {
        var decoder = new GobDecoder(input, Options);
        while (decoder.TryDecode(out GobValue value))
        {
            byte[] again = GobSerializer.Serialize(value, Options);
            string json = value.ToJson();
            string jsonAgain = GobSerializer.Deserialize<GobValue>(again, Options).ToJson();
            if (json != jsonAgain)
                throw new InvalidOperationException($"{json} came back as {jsonAgain}");
        }
    });

    /// <summary>A stream that comes in pieces is read as the whole is.</summary>
    private static void Pieces(byte[] input)
    {
        (int Values, GobErrorKind? Error) whole = Outcome(new GobDecoder(input, Options));
        (int Values, GobErrorKind? Error) pieces = Outcome(new GobDecoder(new OneByteStream(input), Options));
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
