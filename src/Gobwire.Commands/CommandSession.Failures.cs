using System.Text;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Commands;

/// <content>What goes wrong: one log line, and one type of error for the measurements.</content>
internal sealed partial class CommandSession
{
    private string? _errorType;

    /// <summary>Takes note of why the connection ends. The first reason stands: others follow from it.</summary>
    private void Note(string errorType) => _errorType ??= errorType;

    private void RefuseName()
    {
        Note(ErrorTypes.NameTooLong);
        Log.NameTooLong(_logger, _connection.Peer, _options.MaxNameLength);
    }

    private void NoteNameCut(long length)
    {
        Note(ErrorTypes.Truncated);
        Log.NameCut(_logger, _connection.Peer, length);
    }

    private void RefuseUnknown(ReadOnlySpan<byte> name)
    {
        Note(ErrorTypes.UnknownCommand);
        if (Telemetry.Commands.IsServerObserved)
            Telemetry.Commands.BeginServing(ProtocolTelemetry.OtherMethod, _transport.RemoteEndPoint, _options.TimeProvider).End(_errorType);
        Log.UnknownCommand(_logger, _connection.Peer, LogText.Of(Encoding.UTF8.GetString(name)));
    }

    private void OnStuck(TimeSpan timeout)
    {
        // The handler may never end, nor with it the connection's own record.
        _measure?.Record(ErrorTypes.HandlerStuck);
        Log.HandlerStuck(_logger, _connection.Peer, _lastCommand!.Name, timeout);
    }

    private void NoteFailure(CommandTable.Entry command, Exception error)
    {
        if (error is GobException { Kind: not (GobErrorKind.InvalidValue or GobErrorKind.UnsupportedType) } gob)
            Telemetry.Commands.CountDecodeError(command.Method, ErrorTypes.Of(gob.Kind));
        // A peer late with what it had begun is not waited for once more.
        _isPeerLate = error is CommandException { Kind: CommandErrorKind.TooSlow or CommandErrorKind.Timeout };
        Note(error switch
        {
            Exception when _transport.AbortReason is TransportOutputException => ErrorTypes.OutputLimit,
            CommandException { Kind: CommandErrorKind.TooSlow } => ErrorTypes.SlowSender,
            Exception when _transport.AbortReason is TimeoutException => ErrorTypes.SlowReader,
            CommandException or GobException => Telemetry.ErrorTypeOf(error),
            OperationCanceledException or IOException or TimeoutException when _transport.IsAborted => ErrorTypes.ConnectionLost,
            _ => ErrorTypes.HandlerFailed,
        });
    }

    /// <summary>Logs that a handler took too long, unless that was logged while it did.</summary>
    private bool LogExpiry(CommandTable.Entry command, HandlerWatch handlers)
    {
        if (!handlers.IsStuck)
            Log.HandlerTimedOut(_logger, _connection.Peer, command.Name, handlers.Expired!.Value);
        Note(handlers.IsStuck ? ErrorTypes.HandlerStuck : ErrorTypes.HandlerTimeout);
        return true;
    }

    /// <summary>Logs what ends a connection as it may; all else is a bug, for the server to log.</summary>
    private bool IsOrdinary(Exception error)
    {
        switch (error)
        {
            case IOException or TimeoutException:
                LogLoss(_transport.AbortReason ?? error);
                return true;
            case InvalidOperationException when _lastCommand is not null:
                // A handler has completed a pipe, or left a read or a flush under way.
                Note(ErrorTypes.HandlerFailed);
                Log.HandlerFailed(_logger, error, _connection.Peer, _lastCommand.Name);
                return true;
            default:
                return false;
        }
    }

    private void LogLoss(Exception reason)
    {
        Note(reason switch
        {
            TimeoutException => ErrorTypes.SlowReader,
            TransportOutputException => ErrorTypes.OutputLimit,
            _ => ErrorTypes.ConnectionLost,
        });
        if (reason is TimeoutException)
            Log.SlowReader(_logger, _connection.Peer, reason.Message);
        else
            Log.ConnectionLost(_logger, _connection.Peer, reason.Message);
    }

    private bool LogFailure(CommandTable.Entry command, Exception error)
    {
        if (_handlers?.Expired is not null)
            return LogExpiry(command, _handlers);
        NoteFailure(command, error);
        switch (error)
        {
            case Exception when _transport.AbortReason is TransportOutputException limit:
                Log.OutputLimit(_logger, _connection.Peer, command.Name, limit.Message);
                break;
            case CommandException { Kind: CommandErrorKind.TooSlow }:
                Log.SlowSender(_logger, _connection.Peer, command.Name, error.Message);
                break;
            case Exception when _transport.AbortReason is TimeoutException slow:
                Log.SlowReader(_logger, _connection.Peer, slow.Message);
                break;
            case CommandException { Kind: CommandErrorKind.RateLimited }:
                Log.RateLimited(_logger, _connection.Peer, command.Name, LogText.OfReason(error.Message));
                break;
            case CommandException:
                Log.CommandRefused(_logger, _connection.Peer, command.Name, LogText.OfReason(error.Message));
                break;
            case GobException gob:
                // The peer's names for its types are in it.
                Log.CommandRefused(_logger, _connection.Peer, command.Name, LogText.OfReason(gob.MessageWithoutValues));
                break;
            case OperationCanceledException or IOException or TimeoutException when _transport.IsAborted:
                LogLoss(_transport.AbortReason!);
                break;
            default:
                Log.HandlerFailed(_logger, error, _connection.Peer, command.Name);
                break;
        }

        return true;
    }
}
