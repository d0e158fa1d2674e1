using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Gobwire.Transport;

namespace Gobwire.Commands;

public sealed partial class CommandEndpoint
{
    /// <summary>Whether commands without a handler of their own have one: see <see cref="MapFallback"/>.</summary>
    public bool HasFallback => _table.Fallback is not null;

    /// <summary>
    /// Registers a handler for all commands that have none of their own, in place of an earlier one: to pass them on elsewhere. It gets names that
    /// strangers have chosen; a name that is not UTF-8 stays unknown.
    /// </summary>
    /// <param name="handler">The handler; null for none, so that unknown commands close their connections.</param>
    public void MapFallback(CommandNext? handler) => _table.Fallback = handler;

    /// <summary>
    /// Runs one command that came by other ways than a connection, such as a message queue: the same handler, with the same filters, rate limiters,
    /// measurements and limits of lines and gobs. It fails as the handler does; the caller logs that.
    /// </summary>
    /// <remarks>
    /// What the options say of connections does not apply: neither <see cref="CommandEndpointOptions.MaxCommandsPerSecond"/>, nor timeouts of reads, nor
    /// <see cref="CommandEndpointOptions.HandlerTimeout"/>. How long the handler may take is up to whoever holds the token.
    /// </remarks>
    /// <param name="name">The command's name.</param>
    /// <param name="payload">What follows the name on a connection. A last line needs no line feed; what the handler leaves unread is ignored.</param>
    /// <param name="reply">Where the handler's reply goes; of no use where it fails.</param>
    /// <param name="peer">Who sent it, as the handler is to see it; null for nobody in particular.</param>
    /// <param name="cancellationToken">The token the handler gets.</param>
    /// <returns>A task that ends with the handler.</returns>
    /// <exception cref="CommandException">The command has no handler, is refused, or its payload is cut short.</exception>
    /// <exception cref="GobException">The payload is no such value as the handler reads.</exception>
    public async ValueTask InvokeAsync(
        string name, ReadOnlySequence<byte> payload, IBufferWriter<byte> reply, EndPoint? peer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(reply);
        if (!_table.TryGet(name, out CommandTable.Entry? command))
            throw new CommandException(CommandErrorKind.UnknownCommand, $"no handler for \"{LogText.Of(name)}\"");
        var pipe = new DuplexPipe(PipeReader.Create(payload), new BufferPipeWriter(reply));
        TransportConnection transport = MemoryTransport.FromPipe(pipe, Options.TimeProvider, peer);
        await using (transport.ConfigureAwait(false))
        {
            if (Telemetry.Commands.IsServerObserved)
                await InvokeObservedAsync(command, transport, payload.Length, cancellationToken).ConfigureAwait(false);
            else
                await InvokeAsync(command, transport, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask InvokeAsync(CommandTable.Entry command, TransportConnection transport, CancellationToken cancellationToken)
    {
        var connection = new CommandConnection(transport, Options.Gob, Options.MaxLineLength, Options.PayloadTimeout, rate: null)
        {
            EndOfInputEndsLine = true,
        };
        await command.Handler(connection, cancellationToken).ConfigureAwait(false);
        if (transport.AbortReason is { } reason)
            throw new CommandException(CommandErrorKind.ConnectionLost, reason.Message, reason);
    }

    private async ValueTask InvokeObservedAsync(
        CommandTable.Entry command, TransportConnection transport, long requestSize, CancellationToken cancellationToken)
    {
        CallMeasure measure = Telemetry.Commands.BeginServing(command.Method, transport.RemoteEndPoint, Options.TimeProvider);
        string? errorType = null;
        try
        {
            await InvokeAsync(command, transport, cancellationToken).ConfigureAwait(false);
            Telemetry.Commands.RecordRequestSize(command.Method, requestSize);
            Telemetry.Commands.RecordResponseSize(command.Method, transport.WrittenBytes);
        }
        catch (Exception error)
        {
            errorType = Note(command, error, cancellationToken);
            throw;
        }
        finally
        {
            measure.End(errorType);
        }
    }

    /// <summary>What went wrong, in the words of the measurements.</summary>
    private static string Note(CommandTable.Entry command, Exception error, CancellationToken cancellationToken)
    {
        if (error is GobException { Kind: not (GobErrorKind.InvalidValue or GobErrorKind.UnsupportedType) } gob)
            Telemetry.Commands.CountDecodeError(command.Method, ErrorTypes.Of(gob.Kind));
        return error is CommandException or GobException || (error is OperationCanceledException && cancellationToken.IsCancellationRequested)
            ? Telemetry.ErrorTypeOf(error)
            : ErrorTypes.HandlerFailed;
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
