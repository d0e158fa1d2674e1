using System.Buffers;
using System.CommandLine;

namespace Gobwire.Tool;

/// <summary>gobwire decode: prints gobs as Gob JSON, a line a value.</summary>
internal static class DecodeCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of gobs; standard input if there is none, or for -.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<long> maxMessage = MaxMessageOption.Create();
        var command = new Command("decode", "Prints gobs as Gob JSON, a line a value. No type is needed: a gob describes itself.")
        {
            files,
            maxMessage,
        };
        command.SetAction((result, cancellationToken) =>
        {
            GobOptions options = GobOptions.Trusted with { MaxMessageSize = result.GetValue(maxMessage) };
            return new FileArgument(terminal).RunAsync(
                result.GetValue(files) ?? [],
                (input, output, token) => PrintAsync(input, output, options, token),
                cancellationToken);
        });
        return command;
    }

    /// <exception cref="GobException">The stream is bad; what was whole has been printed.</exception>
    private static async Task PrintAsync(Stream input, OutputBuffer output, GobOptions options, CancellationToken cancellationToken)
    {
        var decoder = new GobDecoder(input, options);
        while (await decoder.TryDecodeJsonAsync(output, cancellationToken))
            output.Write("\n"u8);
    }
}
