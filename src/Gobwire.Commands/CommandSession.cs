using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Commands;

/// <summary>Serves one connection: name, handler, name, handler, until the peer closes, a stop is asked for, or something is wrong.</summary>
internal sealed partial class CommandSession
{
    private const long MaxLingerBytes = 1 << 20;

    /// <summary>How long to linger for a peer that was late, or at a stop, which is not to wait for idle peers.</summary>
    private static readonly TimeSpan ShortLingerTimeout = TimeSpan.FromMilliseconds(500);

    // How every TLS connection begins (RFC 8446, 5.1); no command's name does.
    private const byte TlsHandshakeRecord = 22;
    private const byte TlsMajorVersion = 3;

    private readonly TransportConnection _transport;
    private readonly CommandConnection _connection;
    private readonly CommandTable _table;
    private readonly CommandEndpointOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly RateAllowance? _allowance;
    private readonly ConnectionMeasure? _measure;
    private readonly Lock _idleLock = new();
    private bool _isIdle;
    private bool _isWoken;
    private HandlerWatch? _handlers;
    private CommandTable.Entry? _lastCommand;
    private bool _isFirst = true;
    private bool _isPeerLate;
    private Turn _turn;

    public CommandSession(
        TransportConnection transport,
        CommandTable table,
        CommandEndpointOptions options,
        ILogger logger,
        ConnectionMeasure? measure,
        CancellationToken stopping)
    {
        _transport = transport;
        _table = table;
        _options = options;
        _logger = logger;
        _measure = measure;
        _stopping = stopping;
        _connection = new CommandConnection(transport, options.Gob, options.MaxLineLength, options.PayloadTimeout, options.MinDataRate)
        {
            HandlerTimeout = options.HandlerTimeout,
        };
        transport.FlushTimeout = options.WriteTimeout;
        transport.MinFlushRate = options.MinWriteRate;
        transport.MaxUnflushedBytes = options.MaxUnflushedBytes;
        if (Telemetry.Commands.IsRequestSizeObserved)
            transport.CountsBytes = true;
        if (options.MaxCommandsPerSecond is { } rate)
            _allowance = new RateAllowance(rate, options.TimeProvider);
    }

    /// <summary>Serves the connection to its end, and closes it.</summary>
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
                if (_turn.IsOverAfterCommand())
                {
                    _handlers?.End();
                    await Task.Yield(); // to the end of the pool's global queue
                }
            }
        }
        catch (Exception error) when (IsOrdinary(error))
        {
            // It is logged.
        }
        catch
        {
            Note(ErrorTypes.ServingFailed);
            _transport.Abort("serving the connection failed");
            throw;
        }
        finally
        {
            _handlers?.Dispose();
            await CloseAsync().ConfigureAwait(false);
            _measure?.ErrorType = _errorType;
            _measure?.Dispose();
        }
    }

    private ValueTask CloseAsync()
    {
        bool isShort = (_isPeerLate || _stopping.IsCancellationRequested)
            && (_options.LingerTimeout > ShortLingerTimeout || _options.LingerTimeout == Timeout.InfiniteTimeSpan);
        return _transport.CloseAsync(isShort ? ShortLingerTimeout : _options.LingerTimeout, MaxLingerBytes);
    }

    private void OnStopping()
    {
        lock (_idleLock)
        {
            if (!_isIdle)
                return;
            _isWoken = true;
            _transport.Input.CancelPendingRead();
        }
    }

    /// <summary>A full fence, here and at the end: a stop is seen after it, or it sees what was set.</summary>
    private void BeginIdle() => Interlocked.Exchange(ref _isIdle, true);

    private void EndIdle()
    {
        Interlocked.Exchange(ref _isIdle, false);
        if (!_stopping.IsCancellationRequested)
            return;
        lock (_idleLock)
        {
            // A stop that is waking the read is done with it now: it must not cancel a read of the handler's.
            if (!_isWoken)
                return;
        }

        if (_transport.Input.TryRead(out ReadResult result))
            _transport.Input.AdvanceTo(result.Buffer.Start);
    }

    /// <summary>Reads up to the next command that has a handler. Null at the connection's end, whose reason is logged.</summary>
    private ValueTask<CommandTable.Entry?> ReadNameAsync()
    {
        if (_isFirst || _stopping.IsCancellationRequested || !_transport.Input.TryRead(out ReadResult result))
            return WaitForNameAsync(isBegun: false);
        return TryTakeName(result, out CommandTable.Entry? command) ? new(command) : WaitForNameAsync(isBegun: !result.Buffer.IsEmpty);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CommandTable.Entry?> WaitForNameAsync(bool isBegun)
    {
        // A name begun must arrive sooner than the next command may.
        TimeSpan timeout = _isFirst ? _options.FirstCommandTimeout : isBegun ? _options.PayloadTimeout : _options.IdleTimeout;
        _transport.BeginRead(timeout);
        BeginIdle();
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                ValueTask<ReadResult> reading = _transport.Input.ReadAsync();
                if (!reading.IsCompleted)
                {
                    _turn.Begin();
                    _handlers?.End();
                }

                ReadResult result = await reading.ConfigureAwait(false);
                if (_stopping.IsCancellationRequested)
                {
                    _transport.Input.AdvanceTo(result.Buffer.Start);
                    break;
                }

                if (TryTakeName(result, out CommandTable.Entry? command))
                {
                    EndIdle();
                    return command;
                }

                if (!_isFirst && timeout != _options.PayloadTimeout && !result.Buffer.IsEmpty)
                {
                    timeout = _options.PayloadTimeout;
                    _transport.BeginRead(timeout);
                }
            }

            Log.Stopped(_logger, _connection.Peer);
            return null;
        }
        catch (TimeoutException error) when (!_transport.IsAborted)
        {
            _isPeerLate = true;
            Note(_isFirst ? ErrorTypes.FirstCommandTimeout : timeout == _options.IdleTimeout ? ErrorTypes.IdleTimeout : ErrorTypes.Timeout);
            Log.TimedOut(_logger, _connection.Peer, _isFirst ? "waiting for the first command" : "waiting for a command", error.Message);
            return null;
        }
        finally
        {
            Volatile.Write(ref _isIdle, false);
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
            Note(ErrorTypes.TlsOnPlainPort);
            Log.TlsOnPlainPort(_logger, _connection.Peer);
            _transport.Input.AdvanceTo(buffer.End);
            return true;
        }

        if (CommandLine.TryTake(buffer, 0, out ReadOnlySequence<byte> line, out SequencePosition next))
        {
            if (line.Length > _options.MaxNameLength)
                RefuseName();
            else
                command = Find(line);
            _transport.Input.AdvanceTo(next);
            return true;
        }

        _transport.Input.AdvanceTo(buffer.Start, buffer.End);
        if (buffer.Length > _options.MaxNameLength)
            RefuseName();
        else if (!result.IsCompleted)
            return false;
        else if (buffer.IsEmpty)
            Log.PeerClosed(_logger, _connection.Peer);
        else
            NoteNameCut(buffer.Length);
        return true;
    }

    private CommandTable.Entry? Find(in ReadOnlySequence<byte> line)
    {
        ReadOnlySpan<byte> name = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        // Peers that send many commands mostly send the same one.
        if (_lastCommand is { IsCurrent: true } last && name.SequenceEqual(last.Utf8Name))
            return last;
        name = CommandLine.TrimName(name);
        if (_table.TryGet(name, out CommandTable.Entry? command))
            return command;
        RefuseUnknown(name);
        return null;
    }
}
