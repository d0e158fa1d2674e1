using System.Globalization;
using System.Text.Json;
using Gobwire.Commands;
using Gobwire.Rpc.Codecs;
using Gobwire.Transport;

namespace Gobwire.Rpc.Server;

/// <content>What goes wrong: one log line, and one type of error for the measurements.</content>
internal sealed partial class ServerSession
{
    /// <summary>Begins to measure a call. To be called in an async method.</summary>
    public CallMeasure BeginServing(RpcMethod method) => Telemetry.Rpc.IsServerObserved
        ? Telemetry.Rpc.BeginServing(method.FullName, _transport.RemoteEndPoint, _options.TimeProvider)
        : default;

    /// <summary>Answers a request whose method is not called.</summary>
    private async ValueTask AnswerUncalledAsync(RequestHeader header, string method, string error, string errorType)
    {
        if (Telemetry.Rpc.IsServerObserved)
            Telemetry.Rpc.BeginServing(method, _transport.RemoteEndPoint, _options.TimeProvider).End(errorType);
        await AnswerAsync(header, method, error).ConfigureAwait(false);
    }

    /// <summary>Answers a call that comes too soon; it is the connection's last.</summary>
    private async ValueTask RefuseAsync(RequestHeader header, RpcMethod? method, string reason)
    {
        _isRefused = true;
        _errorType = ErrorTypes.RateLimited;
        Log.RateLimited(_logger, _peer, method?.FullName ?? LogText.Of(header.ServiceMethod), reason);
        await AnswerUncalledAsync(header, method?.FullName ?? ProtocolTelemetry.OtherMethod, reason, ErrorTypes.RateLimited).ConfigureAwait(false);
    }

    private static void NoteDecodeError(string method, Exception error) => Telemetry.Rpc.CountDecodeError(method, Telemetry.ErrorTypeOf(error));

    /// <summary>Why the connection ends; null for a stop.</summary>
    private string? EndTypeOf(Exception error) => error switch
    {
        GobException { Kind: GobErrorKind.LimitExceeded } => ErrorTypes.LimitExceeded,
        GobException or JsonException => ErrorTypes.BadRequest,
        Exception when _transport.AbortReason is TimeoutException => ErrorTypes.SlowReader,
        OperationCanceledException when _stopping.IsCancellationRequested => null,
        TransportRateException => ErrorTypes.SlowSender,
        TimeoutException when !_transport.IsAborted => _isRequestBegun ? ErrorTypes.Timeout : ErrorTypes.IdleTimeout,
        IOException or TimeoutException or OperationCanceledException => ErrorTypes.ConnectionLost,
        _ => ErrorTypes.ServingFailed,
    };

    /// <summary>The reason for the log: without what a request holds, and fit for a line, for the peer's names are in it.</summary>
    private static string ReasonOf(Exception error) => LogText.OfReason(
        error switch
        {
            GobException gob => gob.MessageWithoutValues,
            // What the parser itself says shows what it has found, and the names on the way there.
            JsonException { LineNumber: not null } json =>
                string.Create(CultureInfo.InvariantCulture, $"no JSON, or none that fits, at byte {json.BytePositionInLine} of line {json.LineNumber}"),
            _ => error.Message,
        });

    /// <summary>No more was to be read; but the replies may not have been.</summary>
    private void LogOrdinaryEnd()
    {
        if (_transport.AbortReason is TimeoutException slow)
            LogEnd(slow);
        else if (_hasPeerEnded)
            Log.PeerClosed(_logger, _peer);
        else
            Log.Stopped(_logger, _peer);
    }

    private bool LogEnd(Exception error)
    {
        _errorType = EndTypeOf(error);
        if (_errorType is ErrorTypes.BadRequest or ErrorTypes.LimitExceeded)
            NoteDecodeError(ProtocolTelemetry.OtherMethod, error);
        switch (error)
        {
            case GobException or JsonException:
                Log.BadRequest(_logger, _peer, ReasonOf(error));
                return true;
            case Exception when _transport.AbortReason is TimeoutException slow:
                Log.SlowReader(_logger, _peer, slow.Message);
                return true;
            case OperationCanceledException when _stopping.IsCancellationRequested:
                Log.Stopped(_logger, _peer);
                return true;
            case TransportRateException:
                Log.SlowSender(_logger, _peer, $"a request came {error.Message}");
                return true;
            case TimeoutException when !_transport.IsAborted:
                Log.TimedOut(_logger, _peer);
                return true;
            case IOException or TimeoutException or OperationCanceledException:
                Log.ConnectionLost(_logger, _peer, (_transport.AbortReason ?? error.InnerException ?? error).Message);
                return true;
            default:
                return false;
        }
    }
}
