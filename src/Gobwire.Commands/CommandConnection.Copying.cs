using System.Buffers;

namespace Gobwire.Commands;

public sealed partial class CommandConnection
{
    /// <summary>
    /// Reads a gob of whatever type, and copies its bytes as a stream of their own: as they came where a new encoder sent them, else with the
    /// definitions that came earlier on the connection in front.
    /// </summary>
    /// <param name="output">Where the bytes go; nothing is written unless the value is whole.</param>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="CommandException">The value is late, the input ends before it or in it, or the connection is lost.</exception>
    public ValueTask CopyGobAsync(IBufferWriter<byte> output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        return TakeGobAsync(output, static (decoder, output, token) => decoder.TryCopyAsync(output, token), cancellationToken);
    }

    /// <summary>
    /// Reads a gob of whatever type and writes it as one line of Gob JSON, or the beginning of it, as for a log. No value is built: what a stranger
    /// sends may be long to print.
    /// </summary>
    /// <param name="output">Where the text goes, as UTF-8; nothing is written unless the value is whole.</param>
    /// <param name="maxLength">How many bytes of text are wanted at most; where there are more, whole characters up to there, and <c>…</c>.</param>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="CommandException">The value is late, the input ends before it or in it, or the connection is lost.</exception>
    public ValueTask ReadGobJsonAsync(IBufferWriter<byte> output, int maxLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        return TakeGobAsync(
            (output, maxLength), static (decoder, to, token) => decoder.TryDecodeJsonAsync(to.output, to.maxLength, token), cancellationToken);
    }

    /// <summary>Reads a gob of whatever type into nothing, checking it as if it were read.</summary>
    /// <param name="cancellationToken">Gives up waiting; what has come stays to be read.</param>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="CommandException">The value is late, the input ends before it or in it, or the connection is lost.</exception>
    public ValueTask SkipGobAsync(CancellationToken cancellationToken = default) =>
        TakeGobAsync(0, static (decoder, _, token) => decoder.TrySkipAsync(token), cancellationToken);

    private async ValueTask TakeGobAsync<TTo>(
        TTo to, Func<GobDecoder, TTo, CancellationToken, ValueTask<bool>> take, CancellationToken cancellationToken)
    {
        _transport.BeginRead(ReadTimeout, MinDataRate);
        while (true)
        {
            try
            {
                if (await take(Decoder, to, cancellationToken).ConfigureAwait(false))
                    return;
                throw new CommandException(CommandErrorKind.Truncated, "reading a gob: the input ended before it");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Woken for the end of an idle connection, which this one is no longer.
            }
            catch (GobException error) when (error.Kind is GobErrorKind.Truncated)
            {
                throw new CommandException(CommandErrorKind.Truncated, $"reading a gob: {error.Reason}", error);
            }
            catch (Exception error) when (error is IOException or TimeoutException)
            {
                throw Failed("reading a gob", error);
            }
        }
    }
}
