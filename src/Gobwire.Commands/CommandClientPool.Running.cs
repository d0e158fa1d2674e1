using Microsoft.Extensions.Logging;

namespace Gobwire.Commands;

public sealed partial class CommandClientPool
{
    /// <summary>What a command does on its connection. What it leaves unflushed is flushed for it.</summary>
    private delegate ValueTask<TResult> Exchange<TState, TResult>(CommandConnection connection, TState state, CancellationToken cancellationToken);

    private async ValueTask<TResult> RunAsync<TState, TResult>(
        string name, TState state, Exchange<TState, TResult> exchange, CommandSendOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        CallMeasure measure = Telemetry.Commands.IsClientObserved ? Telemetry.Commands.BeginCalling(name, null, _time) : default;
        options ??= DefaultSend;
        TimeSpan time = options.Timeout ?? _options.CommandTimeout;
        using var timeout = new CancellationTokenSource(time, _time);
        using CancellationTokenSource? both = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token)
            : null;
        var fate = new CommandFate(options.IsIdempotent ? _options.MaxResends : 0);
        try
        {
            TResult result = await RunAsync(name, state, exchange, fate, measure, both?.Token ?? timeout.Token).ConfigureAwait(false);
            measure.End();
            return result;
        }
        catch (Exception error)
        {
            Exception told = Explain(error, name, fate, timeout.IsCancellationRequested ? time : null, cancellationToken);
            measure.End(Telemetry.ErrorTypeOf(told));
            if (told == error)
                throw;
            throw told;
        }
    }

    private async ValueTask<TResult> RunAsync<TState, TResult>(
        string name, TState state, Exchange<TState, TResult> exchange, CommandFate fate, CallMeasure measure, CancellationToken cancellationToken)
    {
        while (true)
        {
            PooledConnection connection = await AcquireAsync(cancellationToken).ConfigureAwait(false);
            measure.SetPeer(connection.Connection.RemoteEndPoint);
            connection.BeginExchange();
            bool isClean = false;
            Exception? failure = null;
            try
            {
                // Nothing that comes after the command's time may be read, and no exchange last longer, whatever it waits for.
                using CancellationTokenRegistration abort = cancellationToken.UnsafeRegister(
                    static connection => ((PooledConnection)connection!).Abort("the command was given up"), connection);
                TResult result = await exchange(connection.Connection, state, cancellationToken).ConfigureAwait(false);
                if (connection.Connection.Output.UnflushedBytes > 0)
                    await connection.Connection.FlushAsync(cancellationToken).ConfigureAwait(false);
                isClean = true;
                return result;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && fate.CanTryAgain(connection, error))
            {
                failure = error;
                if (connection.HasSent)
                    NoteResend(name);
            }
            catch (Exception error)
            {
                failure = error;
                throw;
            }
            finally
            {
                fate.Note(connection);
                isClean |= connection.IsUntouched;
                if (!isClean || connection.IsAborted)
                    NoteDrop(name, connection, failure);
                await ReleaseAsync(connection, isClean).ConfigureAwait(false);
            }
        }
    }

    private void NoteResend(string name)
    {
        PoolTelemetry.Resends.Add(1, new KeyValuePair<string, object?>(PoolTelemetry.AddressTag, _address));
        Log.CommandResent(_logger, _address, LogText.Of(name));
    }

    /// <summary>Logs why a connection is not kept. What an exchange of the caller's own throws may have a payload in its text, as may an error of a gob.</summary>
    private void NoteDrop(string name, PooledConnection connection, Exception? failure)
    {
        if (!_logger.IsEnabled(LogLevel.Information))
            return;
        string reason = failure switch
        {
            _ when connection.AbortReason is { } loss => loss.Message,
            CommandException command => command.Message,
            GobException gob => $"the reply cannot be decoded: {ErrorTypes.Of(gob.Kind)}",
            _ => failure!.GetType().Name,
        };
        Log.ConnectionDropped(_logger, _address, LogText.Of(name), LogText.OfReason(reason));
    }

    /// <summary>What the caller is told of an error.</summary>
    private Exception Explain(Exception error, string name, CommandFate fate, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (error is not (CommandException or OperationCanceledException or IOException or ObjectDisposedException))
            return error;
        if (cancellationToken.IsCancellationRequested)
            return error is OperationCanceledException ? error : new OperationCanceledException(error.Message, error, cancellationToken);
        if (timeout is { } time)
            return Told(CommandErrorKind.Timeout, $"not done within {time.TotalSeconds:0.###} s");
        return error switch
        {
            CommandException { Kind: CommandErrorKind.Dial } when !fate.MayHaveBeenHandled => error,
            CommandException command => Told(command.Kind, command.Message),
            IOException when fate.IsConnectionLost => Told(CommandErrorKind.ConnectionLost, error.Message),
            ObjectDisposedException when fate.MayHaveBeenHandled => Told(CommandErrorKind.ConnectionLost, "the pool is closed"),
            _ => error,
        };

        CommandException Told(CommandErrorKind kind, string message) =>
            new(kind, $"{name} to {_address}: {message}", error) { MayHaveBeenHandled = fate.MayHaveBeenHandled };
    }
}
