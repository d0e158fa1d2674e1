using Microsoft.Extensions.Logging;

namespace Gobwire.Commands;

/// <summary>
/// All that this assembly logs. Each end of an endpoint's connection that is not the peer's own wish has one line with its reason. From 121 on, what pools of
/// clients log.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Debug, "{Peer}: closed by the peer", EventName = "PeerClosed")]
    public static partial void PeerClosed(ILogger logger, string peer);

    [LoggerMessage(102, LogLevel.Warning, "{Peer}: unknown command \"{Command}\": closing the connection", EventName = "UnknownCommand")]
    public static partial void UnknownCommand(ILogger logger, string peer, string command);

    [LoggerMessage(103, LogLevel.Warning, "{Peer}: a command name of more than {MaxLength} bytes: closing the connection", EventName = "NameTooLong")]
    public static partial void NameTooLong(ILogger logger, string peer, int maxLength);

    [LoggerMessage(104, LogLevel.Warning, "{Peer}: the input ended {Length} bytes into a command name", EventName = "NameCut")]
    public static partial void NameCut(ILogger logger, string peer, long length);

    [LoggerMessage(105, LogLevel.Information, "{Peer}: {What}: {Reason}: closing the connection", EventName = "TimedOut")]
    public static partial void TimedOut(ILogger logger, string peer, string what, string reason);

    [LoggerMessage(106, LogLevel.Information, "{Peer}: connection lost: {Reason}", EventName = "ConnectionLost")]
    public static partial void ConnectionLost(ILogger logger, string peer, string reason);

    [LoggerMessage(107, LogLevel.Warning, "{Peer}: {Command}: {Reason}: closing the connection", EventName = "CommandRefused")]
    public static partial void CommandRefused(ILogger logger, string peer, string command, string reason);

    [LoggerMessage(108, LogLevel.Error, "{Peer}: the handler of {Command} failed: closing the connection", EventName = "HandlerFailed")]
    public static partial void HandlerFailed(ILogger logger, Exception error, string peer, string command);

    [LoggerMessage(109, LogLevel.Debug, "{Peer}: closed for the endpoint's stop", EventName = "Stopped")]
    public static partial void Stopped(ILogger logger, string peer);

    [LoggerMessage(110, LogLevel.Warning, "{Peer}: a TLS handshake on a port for plain text: closing the connection", EventName = "TlsOnPlainPort")]
    public static partial void TlsOnPlainPort(ILogger logger, string peer);

    [LoggerMessage(111, LogLevel.Warning, "{Peer}: {Command}: {Reason}: closing the connection", EventName = "RateLimited")]
    public static partial void RateLimited(ILogger logger, string peer, string command, string reason);

    [LoggerMessage(112, LogLevel.Warning, "{Peer}: {Command}: {Reason}: closing the connection", EventName = "SlowSender")]
    public static partial void SlowSender(ILogger logger, string peer, string command, string reason);

    [LoggerMessage(113, LogLevel.Warning, "{Peer}: {Reason}: aborting the connection", EventName = "SlowReader")]
    public static partial void SlowReader(ILogger logger, string peer, string reason);

    [LoggerMessage(114, LogLevel.Error, "{Peer}: {Command}: {Reason}: aborting the connection", EventName = "OutputLimit")]
    public static partial void OutputLimit(ILogger logger, string peer, string command, string reason);

    [LoggerMessage(115, LogLevel.Error, "{Peer}: the handler of {Command} has taken more than {Timeout}: closing the connection", EventName = "HandlerTimedOut")]
    public static partial void HandlerTimedOut(ILogger logger, string peer, string command, TimeSpan timeout);

    [LoggerMessage(116, LogLevel.Error, "{Peer}: the handler of {Command} has taken more than {Timeout} and ignores that it is canceled: aborting the connection", EventName = "HandlerStuck")]
    public static partial void HandlerStuck(ILogger logger, string peer, string command, TimeSpan timeout);

    [LoggerMessage(121, LogLevel.Warning, "Pool of {Address}: {Reason}; dialing again, at times that grow apart", EventName = "DialFails")]
    public static partial void DialFails(ILogger logger, string address, string reason);

    [LoggerMessage(122, LogLevel.Information, "Pool of {Address}: dialing works again; it had failed {Failures} times", EventName = "DialRecovers")]
    public static partial void DialRecovers(ILogger logger, string address, int failures);

    [LoggerMessage(123, LogLevel.Information, "Pool of {Address}: {Command}: {Reason}: dropping the connection", EventName = "ConnectionDropped")]
    public static partial void ConnectionDropped(ILogger logger, string address, string command, string reason);

    [LoggerMessage(124, LogLevel.Debug, "Pool of {Address}: a kept connection has ended, or is not to be used again: dropping it", EventName = "KeptConnectionEnded")]
    public static partial void KeptConnectionEnded(ILogger logger, string address);

    [LoggerMessage(125, LogLevel.Information, "Pool of {Address}: {Command}: sent again, for it is idempotent and its reply was lost", EventName = "CommandResent")]
    public static partial void CommandResent(ILogger logger, string address, string command);
}
