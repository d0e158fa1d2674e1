using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Gobwire.Interop.Tests;

/// <summary>A program under test, or one that tests ours. What it said on stderr stands in every failure. Disposing ends it.</summary>
public class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new() { SingleReader = true });
    private readonly StringBuilder _errors = new();
    private readonly Task _output;
    private readonly Task _errorOutput;
    private int _isDisposed;

    public ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        _output = PumpAsync(_process.StandardOutput, line => _lines.Writer.TryWrite(line), () => _lines.Writer.TryComplete());
        _errorOutput = PumpAsync(_process.StandardError, AppendError, () => { });
    }

    public int ProcessId => _process.Id;

    /// <summary>Completes with the end of its output.</summary>
    public Task Ended => _output;

    /// <summary>What it has said on stderr so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Sends it a line.</summary>
    public async Task WriteLineAsync(string line, CancellationToken deadline)
    {
        try
        {
            await _process.StandardInput.WriteAsync($"{line}\n".AsMemory(), deadline);
            await _process.StandardInput.FlushAsync(deadline);
        }
        catch (IOException error)
        {
            await _errorOutput.WaitAsync(deadline);
            throw new InvalidOperationException($"It reads no more. {Describe()}", error);
        }
    }

    /// <summary>The next line of its output; null at the end.</summary>
    public async Task<string?> TryReadLineAsync(CancellationToken deadline)
    {
        try
        {
            return await _lines.Reader.WaitToReadAsync(deadline) && _lines.Reader.TryRead(out string? line) ? line : null;
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException($"No further line came. {Describe()}", error);
        }
    }

    /// <summary>The next line of its output.</summary>
    public async Task<string> ReadLineAsync(CancellationToken deadline)
    {
        if (await TryReadLineAsync(deadline) is { } line)
            return line;
        await _errorOutput.WaitAsync(deadline);
        throw new InvalidOperationException($"The output ended. {Describe()}");
    }

    /// <summary>The lines up to the end of its output.</summary>
    public async Task<List<string>> ReadToEndAsync(CancellationToken deadline)
    {
        List<string> lines = [];
        while (await TryReadLineAsync(deadline) is { } line)
            lines.Add(line);
        return lines;
    }

    /// <summary>Waits for its end, and wants it to be with an exit code.</summary>
    public async Task ExpectExitAsync(int exitCode, CancellationToken deadline)
    {
        try
        {
            await _process.WaitForExitAsync(deadline);
            await Task.WhenAll(_output, _errorOutput).WaitAsync(deadline);
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException($"It has not ended. {Describe()}", error);
        }

        Assert.True(_process.ExitCode == exitCode, $"It ended with {_process.ExitCode}, not {exitCode}. {Describe()}");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await Task.WhenAll(_output, _errorOutput);
        _process.Dispose();
    }

    /// <summary>The process and its last words, for a failure's message.</summary>
    public string Describe() =>
        $"{Path.GetFileName(_process.StartInfo.FileName)} {string.Join(' ', _process.StartInfo.ArgumentList)}, stderr:\n{Errors}";

    private static async Task PumpAsync(StreamReader reader, Action<string> take, Action end)
    {
        while (await reader.ReadLineAsync() is { } line)
            take(line);
        end();
    }

    private void AppendError(string line)
    {
        lock (_errors)
            _errors.AppendLine(line);
    }
}
