using System.Buffers;
using System.IO.Pipelines;

namespace Gobwire.Commands;

public sealed partial class CommandConnection
{
    private const string ReadingALine = "reading a line";

    private GobDecoder Decoder => _decoder ??= new GobDecoder(_transport.Input, _gob with { AcceptNewEncoders = true });

    /// <summary>Reads a line of text.</summary>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <returns>The text, without its line feed, nor a carriage return before it. Bytes that are not UTF-8 become U+FFFD.</returns>
    /// <exception cref="CommandException">The line is too long or late, the input ends before its line feed, or the connection is lost.</exception>
    public ValueTask<string> ReadLineAsync(CancellationToken cancellationToken = default) => ReadLineAsync(CommandLine.ToText, cancellationToken);

    /// <summary>Reads a line as it is, whatever its encoding.</summary>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <returns>The bytes, without the line feed, nor a carriage return before it.</returns>
    /// <exception cref="CommandException">The line is too long or late, the input ends before its line feed, or the connection is lost.</exception>
    public ValueTask<byte[]> ReadLineBytesAsync(CancellationToken cancellationToken = default) => ReadLineAsync(CommandLine.ToBytes, cancellationToken);

    /// <summary>Reads a gob: one value, from a new encoder or from one kept for the connection.</summary>
    /// <typeparam name="T">The type to decode into; <see cref="GobValue"/> for any.</typeparam>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <exception cref="GobException">The bytes are no such value.</exception>
    /// <exception cref="CommandException">The value is late, the input ends before it or in it, or the connection is lost.</exception>
    public async ValueTask<T> ReadGobAsync<T>(CancellationToken cancellationToken = default)
    {
        _transport.BeginRead(ReadTimeout, MinDataRate);
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
            catch (GobException error) when (error.Kind is GobErrorKind.EndOfStream or GobErrorKind.Truncated)
            {
                throw new CommandException(CommandErrorKind.Truncated, $"reading a gob: {error.Reason}", error);
            }
            catch (Exception error) when (error is IOException or TimeoutException)
            {
                throw Failed("reading a gob", error);
            }
        }
    }

    /// <summary>Reads a gob of whatever type it says it has.</summary>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="CommandException">The value is late, the input ends before it or in it, or the connection is lost.</exception>
    public ValueTask<GobValue> ReadGobAsync(CancellationToken cancellationToken = default) => ReadGobAsync<GobValue>(cancellationToken);

    private ValueTask<T> ReadLineAsync<T>(LineConverter<T> convert, CancellationToken cancellationToken)
    {
        long scanned = 0;
        try
        {
            if (_transport.Input.TryRead(out ReadResult result) && TryTakeLine(result, convert, ref scanned, out T? line))
                return new(line!);
        }
        catch (IOException error)
        {
            throw Failed(ReadingALine, error);
        }

        return WaitForLineAsync(convert, scanned, cancellationToken);
    }

    private async ValueTask<T> WaitForLineAsync<T>(LineConverter<T> convert, long scanned, CancellationToken cancellationToken)
    {
        _transport.BeginRead(ReadTimeout, MinDataRate);
        try
        {
            while (true)
            {
                ReadResult result = await _transport.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (TryTakeLine(result, convert, ref scanned, out T? line))
                    return line!;
                if (result.IsCompleted)
                {
                    return EndOfInputEndsLine && scanned > 0
                        ? TakeRest(convert)
                        : throw new CommandException(CommandErrorKind.Truncated, $"{ReadingALine}: the input ended before its line feed");
                }
            }
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            throw Failed(ReadingALine, error);
        }
    }

    /// <summary>Takes all there is for a line: it has been looked at, and is the input's end.</summary>
    private T TakeRest<T>(LineConverter<T> convert)
    {
        _transport.Input.TryRead(out ReadResult result);
        T line = convert(result.Buffer);
        _transport.Input.AdvanceTo(result.Buffer.End);
        return line;
    }

    /// <summary>Takes a line, if it is whole. Bytes scanned before are not scanned again, however slowly a long line comes.</summary>
    private bool TryTakeLine<T>(ReadResult result, LineConverter<T> convert, ref long scanned, out T? line)
    {
        line = default;
        ReadOnlySequence<byte> buffer = result.Buffer;
        bool isWhole = CommandLine.TryTake(buffer, scanned, out ReadOnlySequence<byte> bytes, out SequencePosition next);
        scanned = buffer.Length;
        bool isTooLong = (isWhole ? bytes.Length : buffer.Length) > _maxLineLength;
        if (isWhole && !isTooLong)
            line = convert(bytes);
        if (isWhole)
            _transport.Input.AdvanceTo(next);
        else
            _transport.Input.AdvanceTo(buffer.Start, buffer.End);
        if (isTooLong)
            throw new CommandException(CommandErrorKind.LimitExceeded, $"{ReadingALine}: it is longer than {_maxLineLength} bytes");
        return isWhole;
    }

    private delegate T LineConverter<T>(in ReadOnlySequence<byte> line);
}
