using Microsoft.Extensions.Logging;

namespace Gobwire.Rpc;

/// <summary>All that this assembly logs. Each end of a connection that is not the peer's own wish has one line with its reason.</summary>
internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Debug, "{Peer}: closed by the peer", EventName = "PeerClosed")]
    public static partial void PeerClosed(ILogger logger, string peer);

    [LoggerMessage(202, LogLevel.Debug, "{Peer}: closed for the server's stop", EventName = "Stopped")]
    public static partial void Stopped(ILogger logger, string peer);

    [LoggerMessage(203, LogLevel.Warning, "{Peer}: {Reason}: closing the connection", EventName = "BadRequest")]
    public static partial void BadRequest(ILogger logger, string peer, string reason);

    [LoggerMessage(204, LogLevel.Information, "{Peer}: no request, or no whole one, came in time: closing the connection", EventName = "TimedOut")]
    public static partial void TimedOut(ILogger logger, string peer);

    [LoggerMessage(205, LogLevel.Information, "{Peer}: connection lost: {Reason}", EventName = "ConnectionLost")]
    public static partial void ConnectionLost(ILogger logger, string peer, string reason);

    [LoggerMessage(206, LogLevel.Debug, "{Peer}: unknown method \"{Method}\"", EventName = "UnknownMethod")]
    public static partial void UnknownMethod(ILogger logger, string peer, string method);

    [LoggerMessage(207, LogLevel.Debug, "{Peer}: {Method}: bad argument: {Reason}", EventName = "BadArgument")]
    public static partial void BadArgument(ILogger logger, string peer, string method, string reason);

    [LoggerMessage(208, LogLevel.Error, "{Peer}: {Method} failed", EventName = "CallFailed")]
    public static partial void CallFailed(ILogger logger, Exception error, string peer, string method);

    [LoggerMessage(209, LogLevel.Debug, "{Service}: {Method} is no method of a service: {Reason}", EventName = "MethodIgnored")]
    public static partial void MethodIgnored(ILogger logger, string service, string method, string reason);

    [LoggerMessage(210, LogLevel.Debug, "{Peer}: HTTP {Status} for {Request}", EventName = "HttpAnswered")]
    public static partial void HttpAnswered(ILogger logger, string peer, string status, string request);

    [LoggerMessage(211, LogLevel.Warning, "{Peer}: {Reason}: closing the connection", EventName = "SlowSender")]
    public static partial void SlowSender(ILogger logger, string peer, string reason);

    [LoggerMessage(212, LogLevel.Warning, "{Peer}: {Reason}: aborting the connection", EventName = "SlowReader")]
    public static partial void SlowReader(ILogger logger, string peer, string reason);

    [LoggerMessage(213, LogLevel.Warning, "{Peer}: {Method} took longer than {Seconds} s", EventName = "CallTimedOut")]
    public static partial void CallTimedOut(ILogger logger, string peer, string method, double seconds);

    [LoggerMessage(214, LogLevel.Warning, "{Peer}: {Method}: {Reason}: closing the connection", EventName = "RateLimited")]
    public static partial void RateLimited(ILogger logger, string peer, string method, string reason);
}
