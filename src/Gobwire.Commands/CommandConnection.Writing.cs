using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Gobwire.Commands;

public sealed partial class CommandConnection
{
    private ArrayBufferWriter<byte>? _scratch;

    /// <summary>Writes a line of text.</summary>
    /// <param name="text">The text, without line feed: one is added.</param>
    /// <param name="cancellationToken">Gives up, should a flush be due; the connection is then lost.</param>
    /// <exception cref="ArgumentException">The text has a line feed in it.</exception>
    /// <exception cref="CommandException">A flush was due, and took too long or lost the connection.</exception>
    public ValueTask WriteLineAsync(string text, CancellationToken cancellationToken = default)
    {
        WriteLine(text);
        return FlushIfManyAsync(cancellationToken);
    }

    /// <summary>Writes a gob, by a new encoder.</summary>
    /// <typeparam name="T">A type marked with <c>[GenerateShape]</c>, a basic type, or a collection of those; or <see cref="GobValue"/>.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Gives up, should a flush be due; the connection is then lost.</param>
    /// <exception cref="GobException">The value has no form in gob; nothing was written.</exception>
    /// <exception cref="CommandException">A flush was due, and took too long or lost the connection.</exception>
    public ValueTask WriteGobAsync<T>(T value, CancellationToken cancellationToken = default)
    {
        GobSerializer.Serialize(_transport.Output, value, _gob);
        return FlushIfManyAsync(cancellationToken);
    }

    /// <summary>Flushes what has been written.</summary>
    /// <param name="cancellationToken">Gives up; the connection is then lost.</param>
    /// <exception cref="CommandException">It took too long, or the connection is lost.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<FlushResult> flush;
        try
        {
            flush = _transport.Output.FlushAsync(cancellationToken);
            if (flush.IsCompletedSuccessfully)
            {
                _ = flush.Result;
                return ValueTask.CompletedTask;
            }
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            throw Failed("writing", error);
        }

        return WaitForFlushAsync(flush);
    }

    /// <summary>Flushes, and tells the peer that nothing follows; replies can still be read (Go: <c>CloseWrite</c>).</summary>
    /// <exception cref="CommandException">The flush took too long, or the connection is lost.</exception>
    public async ValueTask CompleteOutputAsync()
    {
        try
        {
            await _transport.CompleteOutputAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            throw Failed("writing", error);
        }
    }

    internal void WriteLine(string text)
    {
        ThrowIfNoLine(text);
        Span<byte> span = _transport.Output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        int count = Encoding.UTF8.GetBytes(text, span);
        span[count] = (byte)'\n';
        _transport.Output.Advance(count + 1);
    }

    /// <summary>Writes a command's name and its line, or neither: the text may be no line.</summary>
    internal void WriteLines(string name, string text)
    {
        ThrowIfNoLine(name);
        ThrowIfNoLine(text);
        WriteLine(name);
        WriteLine(text);
    }

    /// <summary>Writes a command's name and its gob, or neither: the value may have no form.</summary>
    internal void WriteCommand<T>(string name, T value)
    {
        _scratch ??= new ArrayBufferWriter<byte>();
        _scratch.ResetWrittenCount();
        GobSerializer.Serialize(_scratch, value, _gob);
        WriteLine(name);
        _transport.Output.Write(_scratch.WrittenSpan);
        if (_scratch.Capacity > CommandDefaults.FlushThreshold)
            _scratch = null;
    }

    private static void ThrowIfNoLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\n', StringComparison.Ordinal))
            throw new ArgumentException("A line has no line feed in it.", nameof(text));
    }

    private ValueTask FlushIfManyAsync(CancellationToken cancellationToken) =>
        _transport.Output.UnflushedBytes >= CommandDefaults.FlushThreshold ? FlushAsync(cancellationToken) : ValueTask.CompletedTask;

    private async ValueTask WaitForFlushAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            await flush.ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            throw Failed("writing", error);
        }
    }
}
