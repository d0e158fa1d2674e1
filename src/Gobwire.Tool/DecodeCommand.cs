using System.CommandLine;

namespace Gobwire.Tool;

/// <summary>gobwire decode: prints gobs as Gob JSON, a line a value.</summary>
internal static class DecodeCommand
{
    private const string StandardInput = "-";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of gobs; standard input if there is none, or for -.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("decode", "Prints gobs as Gob JSON, a line a value. No type is needed: a gob describes itself.") { files };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(files) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] files, CancellationToken cancellationToken)
    {
        bool failed = false;
        await using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        try
        {
            foreach (string file in files.Length == 0 ? [StandardInput] : files)
                failed |= !await TryPrintAsync(file, output, cancellationToken);
        }
        catch (IOException) when (!output.CanWrite)
        {
            // Whoever read the output has gone, as head does.
        }

        return failed ? 1 : 0;
    }

    private static async Task<bool> TryPrintAsync(string file, Stream output, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream input = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
            await GobPrinter.PrintAsync(input, output, cancellationToken);
            return true;
        }
        catch (GobException error)
        {
            await output.FlushAsync(cancellationToken);
            await Console.Error.WriteLineAsync($"gobwire: {file}: {GobPrinter.Describe(error)}");
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            await output.FlushAsync(cancellationToken);
            await Console.Error.WriteLineAsync($"gobwire: {file}: {error.Message}");
            return false;
        }
    }
}
