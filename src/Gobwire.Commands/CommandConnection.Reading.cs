using System.Buffers;
using System.IO.Pipelines;

namespace Gobwire.Commands;

public sealed partial class CommandConnection
{
    private GobDecoder Decoder => _decoder ??= new GobDecoder(_transport.Input, _gob with { AcceptNewEncoders = true });

    /// <summary>Reads a line of text.</summary>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <returns>The text, without its line feed, nor a carriage return before it. Bytes that are not UTF-8 become U+FFFD.</returns>
    /// <exception cref="CommandException">The line is too long or late, the input ends before its line feed, or the connection is lost.</exception>
    public ValueTask<string> ReadLineAsync(CancellationToken cancellationToken = default) =>
        TryTakeLine(CommandLine.ToText, out string? text) ? new(text!) : WaitForLineAsync(CommandLine.ToText, cancellationToken);

    /// <summary>Reads a line as it is, whatever its encoding.</summary>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <returns>The bytes, without the line feed, nor a carriage return before it.</returns>
    /// <exception cref="CommandException">The line is too long or late, the input ends before its line feed, or the connection is lost.</exception>
    public ValueTask<byte[]> ReadLineBytesAsync(CancellationToken cancellationToken = default) =>
        TryTakeLine(CommandLine.ToBytes, out byte[]? bytes) ? new(bytes!) : WaitForLineAsync(CommandLine.ToBytes, cancellationToken);

    /// <summary>Reads a gob: one value, from a new encoder or from one kept for the connection.</summary>
    /// <typeparam name="T">The type to decode into; <see cref="GobValue"/> for any.</typeparam>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <exception cref="GobException">The bytes are no such value, or the input ends in it.</exception>
    /// <exception cref="CommandException">The value is late, or the connection is lost.</exception>
    public async ValueTask<T> ReadGobAsync<T>(CancellationToken cancellationToken = default)
    {
        _transport.BeginRead(ReadTimeout);
        while (true)
        {
            try
            {
                return await Decoder.DecodeAsync<T>(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Woken for the end of an idle connection, which this one is no longer.
            }
            catch (Exception error) when (error is IOException or TimeoutException)
            {
                throw Failed("reading a gob", error);
            }
        }
    }

    /// <summary>Reads a gob of whatever type it says it has.</summary>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <exception cref="GobException">The bytes are no gob, or the input ends in it.</exception>
    /// <exception cref="CommandException">The value is late, or the connection is lost.</exception>
    public ValueTask<GobValue> ReadGobAsync(CancellationToken cancellationToken = default) => ReadGobAsync<GobValue>(cancellationToken);

    private bool TryTakeLine<T>(LineConverter<T> convert, out T? line)
    {
        line = default;
        if (!_transport.Input.TryRead(out ReadResult result))
            return false;
        return TryTakeLine(result, convert, out line);
    }

    private async ValueTask<T> WaitForLineAsync<T>(LineConverter<T> convert, CancellationToken cancellationToken)
    {
        _transport.BeginRead(ReadTimeout);
        try
        {
            while (true)
            {
                ReadResult result = await _transport.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (TryTakeLine(result, convert, out T? line))
                    return line!;
                if (result.IsCompleted)
                    throw new CommandException(CommandErrorKind.Truncated, "reading a line: the input ended before its line feed");
            }
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            throw Failed("reading a line", error);
        }
    }

    private bool TryTakeLine<T>(ReadResult result, LineConverter<T> convert, out T? line)
    {
        line = default;
        ReadOnlySequence<byte> buffer = result.Buffer;
        bool isWhole = CommandLine.TryTake(buffer, out ReadOnlySequence<byte> bytes, out SequencePosition next);
        bool isTooLong = (isWhole ? bytes.Length : buffer.Length) > _maxLineLength;
        if (isWhole && !isTooLong)
            line = convert(bytes);
        if (isWhole)
            _transport.Input.AdvanceTo(next);
        else
            _transport.Input.AdvanceTo(buffer.Start, buffer.End);
        if (isTooLong)
            throw new CommandException(CommandErrorKind.LimitExceeded, $"reading a line: it is longer than {_maxLineLength} bytes");
        return isWhole;
    }

    private delegate T LineConverter<T>(in ReadOnlySequence<byte> line);
}
