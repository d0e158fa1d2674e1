namespace Gobwire.Tool;

/// <summary>Runs a command over the files it was given, and reports what is wrong with each.</summary>
internal sealed class FileArgument(Terminal terminal)
{
    public const string StandardInput = "-";

    private const int BufferSize = 64 << 10;

    /// <summary>What a command does with a file: its bytes, and where the output goes.</summary>
    public delegate Task Action(Stream input, OutputBuffer output, CancellationToken cancellationToken);

    /// <summary>Runs a command over files, into the standard output.</summary>
    /// <returns>The exit code: 1 if something was wrong with a file.</returns>
    public Task<int> RunAsync(string[] files, Action action, CancellationToken cancellationToken) =>
        RunAsync(files, terminal.OpenOutput, action, cancellationToken);

    /// <inheritdoc cref="RunAsync(string[], Action, CancellationToken)"/>
    public async Task<int> RunAsync(string[] files, Func<Stream> openOutput, Action action, CancellationToken cancellationToken)
    {
        bool isFine = true;
        try
        {
            using var output = new OutputBuffer(openOutput());
            foreach (string file in files.Length == 0 ? [StandardInput] : files)
                isFine &= await TryAsync(file, output, action, cancellationToken);
        }
        catch (OutputClosedException)
        {
            // What is printed so far is all that anyone wanted to see.
        }
        catch (Exception error) when (IsFileError(error))
        {
            return Report(error.Message);
        }

        return isFine ? 0 : 1;
    }

    /// <summary>Opens a file for reading, or the standard input.</summary>
    public Stream Open(string file, System.Action? beforeRead, out ProgressLine progress)
    {
        Stream input = file == StandardInput ? terminal.OpenInput() : File.OpenRead(file);
        // Where the output is seen, that is progress enough.
        bool isShown = terminal.IsErrorTerminal && !terminal.IsOutputTerminal;
        progress = new ProgressLine(isShown ? terminal.Error : null, terminal.Time, input.CanSeek ? input.Length : null);
        return new BufferedStream(new InputStream(input, beforeRead ?? (() => { }), progress), BufferSize);
    }

    /// <summary>Says what is wrong.</summary>
    /// <returns>The exit code.</returns>
    public int Report(string problem)
    {
        terminal.Error.WriteLine($"gobwire: {VisibleText.Of(problem)}");
        return 1;
    }

    /// <summary>The error with its place first: <c>offset N: reason</c>.</summary>
    public static string Describe(GobException error)
    {
        string path = error.Path.Length > 0 ? $"{error.Path}: " : "";
        return error.Offset >= 0 ? $"offset {error.Offset}: {path}{error.Reason}" : $"{path}{error.Reason}";
    }

    /// <summary>Whether an error is about a file, and not about the program.</summary>
    public static bool IsFileError(Exception error) => error is IOException or UnauthorizedAccessException;

    private async Task<bool> TryAsync(string file, OutputBuffer output, Action action, CancellationToken cancellationToken)
    {
        ProgressLine? progress = null;
        string? problem = null;
        try
        {
            await using Stream input = Open(file, output.Flush, out progress);
            output.Progress = progress;
            await action(input, output, cancellationToken);
        }
        catch (GobException error)
        {
            problem = Describe(error);
        }
        catch (OutputClosedException)
        {
            progress?.End();
            throw;
        }
        catch (Exception error) when (IsFileError(error))
        {
            problem = error.Message;
        }

        output.Flush();
        progress?.End();
        if (problem is not null)
            Report($"{(file == StandardInput ? "standard input" : file)}: {problem}");
        return problem is null;
    }
}
