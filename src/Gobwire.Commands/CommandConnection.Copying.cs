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
    public async ValueTask CopyGobAsync(IBufferWriter<byte> output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        _transport.BeginRead(ReadTimeout, MinDataRate);
        while (true)
        {
            try
            {
                if (await Decoder.TryCopyAsync(output, cancellationToken).ConfigureAwait(false))
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
