using System.CommandLine;

namespace Gobwire.Tool;

/// <summary>gobwire inspect: shows what every byte of a gob means.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of gobs; standard input if there is none, or for -.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<long> maxMessage = MaxMessageOption.Create();
        var full = new Option<bool>("--full") { Description = "Show all bytes of long texts, not only the first 32." };
        var command = new Command("inspect", "Shows every byte of a gob: its offset, its hex digits and what it means.") { files, maxMessage, full };
        command.SetAction((result, cancellationToken) =>
        {
            GobOptions options = GobOptions.Trusted with { MaxMessageSize = result.GetValue(maxMessage) };
            bool isFull = result.GetValue(full);
            return new FileArgument(terminal).RunAsync(
                result.GetValue(files) ?? [],
                (input, output, token) => PrintAsync(input, new PartPrinter(output, terminal.IsOutputTerminal, isFull), options, token),
                cancellationToken);
        });
        return command;
    }

    /// <exception cref="GobException">The stream is bad; it has been shown up to there.</exception>
    private static async Task PrintAsync(Stream input, PartPrinter printer, GobOptions options, CancellationToken cancellationToken)
    {
        var decoder = new GobDecoder(input, options);
        try
        {
            while (await decoder.TryInspectAsync(printer.Print, cancellationToken))
            {
            }
        }
        catch (GobException error)
        {
            printer.PrintFault(error);
            throw;
        }
    }
}
