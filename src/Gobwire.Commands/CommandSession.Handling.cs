namespace Gobwire.Commands;

/// <content>Calls handlers, and watches those that do not end at once.</content>
internal sealed partial class CommandSession
{
    /// <summary>Calls the handler. False if it failed: the connection is to end.</summary>
    private ValueTask<bool> TryHandleAsync(CommandTable.Entry command)
    {
        _lastCommand = command;
        return Telemetry.Commands.IsServerObserved ? HandleObservedAsync(command) : HandleAsync(command);
    }

    private async ValueTask<bool> HandleObservedAsync(CommandTable.Entry command)
    {
        CallMeasure measure = Telemetry.Commands.BeginServing(command.Method, _transport.RemoteEndPoint, _options.TimeProvider);
        long consumed = _transport.ConsumedBytes;
        long written = _transport.WrittenBytes;
        bool isHandled = await HandleAsync(command).ConfigureAwait(false);
        measure.End(_errorType);
        if (!isHandled)
            return false;
        if (_transport.CountsBytes)
            Telemetry.Commands.RecordRequestSize(command.Method, _transport.ConsumedBytes - consumed);
        Telemetry.Commands.RecordResponseSize(command.Method, _transport.WrittenBytes - written);
        return true;
    }

    private ValueTask<bool> HandleAsync(CommandTable.Entry command)
    {
        try
        {
            if (_allowance?.TryTake() == false)
                throw new CommandException(CommandErrorKind.RateLimited, $"more than {_options.MaxCommandsPerSecond} commands a second");
            HandlerWatch handlers = _handlers ??= new HandlerWatch(_connection, OnStuck);
            handlers.BeginCall();
            ValueTask handling = command.Handler(_connection, handlers.Token);
            if (!handling.IsCompletedSuccessfully)
                return WatchedAsync(command, handling, handlers);
            handling.GetAwaiter().GetResult();
            return new(handlers.Expired is null || !LogExpiry(command, handlers));
        }
        catch (Exception error) when (LogFailure(command, error))
        {
            return new(false);
        }
    }

    private async ValueTask<bool> WatchedAsync(CommandTable.Entry command, ValueTask handling, HandlerWatch handlers)
    {
        handlers.BeginWait();
        try
        {
            await handling.ConfigureAwait(false);
            return handlers.Expired is null || !LogExpiry(command, handlers);
        }
        catch (Exception error) when (LogFailure(command, error))
        {
            return false;
        }
        finally
        {
            handlers.End();
        }
    }
}
