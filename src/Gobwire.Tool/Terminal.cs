using Microsoft.Win32.SafeHandles;

namespace Gobwire.Tool;

/// <summary>Where commands read from and write to: the process's own streams, or a test's.</summary>
internal sealed class Terminal
{
    /// <summary>The process's own streams.</summary>
    public static Terminal Process { get; } = new()
    {
        OpenInput = OpenStandardInput,
        OpenOutput = OpenStandardOutput,
        Error = Console.Error,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
    };

    public required Func<Stream> OpenInput { get; init; }

    public required Func<Stream> OpenOutput { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person sees the output.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Whether a person sees errors and progress.</summary>
    public bool IsErrorTerminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    // A file's stream knows its length, and reads into the buffer it is given.
    private static Stream OpenStandardInput() =>
        OperatingSystem.IsWindows() || !Console.IsInputRedirected
            ? Console.OpenStandardInput()
            : new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    // The console's own stream hides that whoever read a pipe has gone, and a program that prints on for nobody never ends.
    private static Stream OpenStandardOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.OpenStandardOutput();
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file keeps the position it shares with standard error only if it is written to as the console does.
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }
}
