using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Commands;

/// <summary>Serves one connection: name, handler, name, handler, until the peer closes, a stop is asked for, or something is wrong.</summary>
internal sealed class CommandSession
{
    private const long MaxLingerBytes = 1 << 20;

    // How every TLS connection begins (RFC 8446, 5.1); no command's name does.
    private const byte TlsHandshakeRecord = 22;
    private const byte TlsMajorVersion = 3;

    private readonly TransportConnection _transport;
    private readonly CommandConnection _connection;
    private readonly CommandTable _table;
    private readonly CommandEndpointOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private volatile bool _isIdle;
    private bool _isFirst = true;

    public CommandSession(
        TransportConnection transport, CommandTable table, CommandEndpointOptions options, ILogger logger, CancellationToken stopping)
    {
        _transport = transport;
        _table = table;
        _options = options;
        _logger = logger;
        _stopping = stopping;
        _connection = new CommandConnection(transport, options.Gob, options.MaxLineLength, options.PayloadTimeout);
        transport.FlushTimeout = options.WriteTimeout;
    }

    public async Task RunAsync()
    {
        using CancellationTokenRegistration stop = _stopping.UnsafeRegister(static session => ((CommandSession)session!).OnStopping(), this);
        try
        {
            while (await ReadNameAsync().ConfigureAwait(false) is { } command)
            {
                if (!await TryHandleAsync(command).ConfigureAwait(false))
                    break;
                if (_transport.Output.UnflushedBytes >= CommandDefaults.FlushThreshold)
                    await _transport.Output.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            Log.ConnectionLost(_logger, _connection.Peer, error.InnerException?.Message ?? error.Message);
        }

        await _transport.CloseAsync(_options.LingerTimeout, MaxLingerBytes).ConfigureAwait(false);
    }

    private void OnStopping()
    {
        if (_isIdle)
            _transport.Input.CancelPendingRead();
    }

    /// <summary>Reads up to the next command that has a handler. Null at the connection's end, whose reason is logged.</summary>
    private async ValueTask<CommandTable.Entry?> ReadNameAsync()
    {
        TimeSpan timeout = _isFirst ? _options.FirstCommandTimeout : _options.IdleTimeout;
        _transport.BeginRead(timeout);
        _isIdle = true;
        Interlocked.MemoryBarrier(); // idle is seen before stopping is looked at
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                ReadResult result = await _transport.Input.ReadAsync().ConfigureAwait(false);
                if (result.IsCanceled || _stopping.IsCancellationRequested)
                {
                    _transport.Input.AdvanceTo(result.Buffer.Start);
                    break;
                }

                if (TryTakeName(result, out CommandTable.Entry? command))
                    return command;
                if (!_isFirst && timeout != _options.PayloadTimeout && !result.Buffer.IsEmpty)
                {
                    // A name begun must arrive sooner than the next command may.
                    timeout = _options.PayloadTimeout;
                    _transport.BeginRead(timeout);
                }
            }

            Log.Stopped(_logger, _connection.Peer);
            return null;
        }
        catch (TimeoutException) when (!_transport.IsAborted)
        {
            Log.TimedOut(_logger, _connection.Peer, _isFirst ? "no command came" : "no further command came", timeout);
            return null;
        }
        finally
        {
            _isIdle = false;
            _isFirst = false;
        }
    }

    /// <summary>Looks for a name at hand. True with null if the connection is to end.</summary>
    private bool TryTakeName(ReadResult result, out CommandTable.Entry? command)
    {
        ReadOnlySequence<byte> buffer = result.Buffer;
        command = null;
        if (_isFirst && buffer.FirstSpan is [TlsHandshakeRecord, TlsMajorVersion, ..])
        {
            Log.TlsOnPlainPort(_logger, _connection.Peer);
            _transport.Input.AdvanceTo(buffer.End);
            return true;
        }

        if (CommandLine.TryTake(buffer, out ReadOnlySequence<byte> line, out SequencePosition next))
        {
            if (line.Length > _options.MaxNameLength)
                Log.NameTooLong(_logger, _connection.Peer, _options.MaxNameLength);
            else
                command = Find(line);
            _transport.Input.AdvanceTo(next);
            return true;
        }

        _transport.Input.AdvanceTo(buffer.Start, buffer.End);
        if (buffer.Length > _options.MaxNameLength)
            Log.NameTooLong(_logger, _connection.Peer, _options.MaxNameLength);
        else if (!result.IsCompleted)
            return false;
        else if (buffer.IsEmpty)
            Log.PeerClosed(_logger, _connection.Peer);
        else
            Log.NameCut(_logger, _connection.Peer, buffer.Length);
        return true;
    }

    private CommandTable.Entry? Find(in ReadOnlySequence<byte> line)
    {
        ReadOnlySpan<byte> name = CommandLine.TrimName(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
        if (_table.TryGet(name, out CommandTable.Entry? command))
            return command;
        Log.UnknownCommand(_logger, _connection.Peer, LogText.Of(Encoding.UTF8.GetString(name)));
        return null;
    }

    /// <summary>Calls the handler. False if it failed: the connection is to end.</summary>
    private async ValueTask<bool> TryHandleAsync(CommandTable.Entry command)
    {
        try
        {
            ValueTask handling = command.Handler(_connection, _transport.Aborted);
            if (!handling.IsCompletedSuccessfully)
                await WatchedAsync(handling).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (LogFailure(command, error))
        {
            return false;
        }
    }

    private async ValueTask WatchedAsync(ValueTask handling)
    {
        _transport.BeginWatch();
        try
        {
            await handling.ConfigureAwait(false);
        }
        finally
        {
            _transport.EndWatch();
        }
    }

    private bool LogFailure(CommandTable.Entry command, Exception error)
    {
        switch (error)
        {
            case CommandException or GobException:
                Log.CommandRefused(_logger, _connection.Peer, command.Name, error.Message);
                break;
            case OperationCanceledException or IOException when _transport.IsAborted:
                Log.ConnectionLost(_logger, _connection.Peer, _transport.AbortReason!.Message);
                break;
            default:
                Log.HandlerFailed(_logger, error, _connection.Peer, command.Name);
                break;
        }

        return true;
    }
}
