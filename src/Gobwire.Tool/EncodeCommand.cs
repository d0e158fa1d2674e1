using System.CommandLine;

namespace Gobwire.Tool;

/// <summary>gobwire encode: makes gobs of Gob JSON lines.</summary>
internal sealed class EncodeCommand(Terminal terminal, string? sample, string? target)
{
    private readonly FileArgument _files = new(terminal);

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A file of Gob JSON, a line a value; standard input if there is none, or for -.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => FileArgument.StandardInput,
        };
        var like = new Option<string>("--like")
        {
            Description = "A gob whose values' types are taken, in order; further values take the last one's. Without it types are inferred.",
            HelpName = "SAMPLE.gob",
        };
        var target = new Option<string>("--output", "-o") { Description = "The file to write; standard output without it.", HelpName = "FILE" };
        var command = new Command("encode", "Makes gobs of Gob JSON lines, with the types of a sample or inferred ones.") { file, like, target };
        command.SetAction((result, cancellationToken) =>
            new EncodeCommand(terminal, result.GetValue(like), result.GetValue(target)).RunAsync(result.GetValue(file)!, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(string file, CancellationToken cancellationToken)
    {
        if (target is null && terminal.IsOutputTerminal)
            return _files.Report("a gob is not text for a terminal: send it into a pipe or a file, or name one with -o");
        StreamTypes? types = null;
        if (sample is not null)
        {
            try
            {
                await using Stream input = _files.Open(sample, null, out _);
                types = await StreamTypes.ReadAsync(input, GobOptions.Trusted, cancellationToken);
            }
            catch (Exception error) when (error is GobException || FileArgument.IsFileError(error))
            {
                return _files.Report($"{sample}: {(error is GobException bad ? FileArgument.Describe(bad) : error.Message)}");
            }
        }

        return await _files.RunAsync(
            [file],
            target is null ? terminal.OpenOutput : () => File.Create(target),
            (input, output, token) => EncodeAsync(input, output, types, token),
            cancellationToken);
    }

    /// <exception cref="GobException">A line is bad; the values before it have been written.</exception>
    private static async Task EncodeAsync(Stream input, OutputBuffer output, StreamTypes? types, CancellationToken cancellationToken)
    {
        var lines = new JsonLineReader(input);
        var encoder = new GobEncoder(output, GobOptions.Trusted);
        int count = 0;
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (IsBlank(line.Span))
                continue;
            try
            {
                encoder.Encode(Parse(line.Span, types, count++));
            }
            catch (GobException error)
            {
                throw new GobException(error.Kind, $"line {lines.Number}: {FileArgument.Describe(error)}", error);
            }
        }
    }

    private static GobValue Parse(ReadOnlySpan<byte> line, StreamTypes? types, int index)
    {
        if (types is null)
            return GobValue.ParseJson(line);
        return types.ValueTypes.Count == 0
            ? throw new GobException(GobErrorKind.InvalidValue, "the sample holds no value to take a type from")
            : GobValue.ParseJson(line, types.ValueTypes[Math.Min(index, types.ValueTypes.Count - 1)], types.ConcreteTypes);
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;
}
