using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Gobwire.Interop.Tests;

/// <summary>A gobwire program whose log goes to a pipe that nobody reads.</summary>
internal sealed partial class UnreadLog : IDisposable
{
    /// <summary>What a command says: with it a line of the log is more than half a page and less than a whole one, so that each has a page of the pipe.</summary>
    public static readonly string Text = new('x', 3_500);

    /// <summary>How many lines wait in the program behind those in the pipe, as gobwire has it.</summary>
    private const int WaitingLines = 256;

    /// <summary>FIONREAD, on Linux.</summary>
    private const nuint BytesToRead = 0x541B;

    private readonly Process _process;

    public UnreadLog(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "what waits in a pipe is asked as Linux wants to be asked");
        string[] words = GobwireProgram.CommandLine(arguments);
        _process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true })!;
    }

    public int ProcessId => _process.Id;

    /// <summary>
    /// Whether the log is as full as it can be once so many commands were answered: their lines fill the pipe and the program's queue, and the next
    /// command's handler waits.
    /// </summary>
    public bool IsFull(int answered) => answered >= (WaitingInPipe() / Text.Length) + WaitingLines;

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken deadline)
    {
        await _process.WaitForExitAsync(deadline);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private int WaitingInPipe()
    {
        var pipe = (PipeStream)_process.StandardOutput.BaseStream;
        Assert.Equal(0, IoCtl(pipe.SafePipeHandle, BytesToRead, out int bytes));
        return bytes;
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int IoCtl(SafeHandle file, nuint request, out int value);
}
