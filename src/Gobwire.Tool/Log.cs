using Microsoft.Extensions.Logging;

namespace Gobwire.Tool;

/// <summary>What the program itself logs.</summary>
internal static partial class Log
{
    [LoggerMessage(501, LogLevel.Information, "{Peer}: STRING: {Text}", EventName = "StringReceived")]
    public static partial void StringReceived(ILogger logger, string peer, string text);

    [LoggerMessage(502, LogLevel.Information, "{Peer}: GOB: {Json}", EventName = "GobReceived")]
    public static partial void GobReceived(ILogger logger, string peer, string json);

    [LoggerMessage(503, LogLevel.Information, "Stopped", EventName = "Stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(504, LogLevel.Information, "{Command}: {Payload}", EventName = "CommandReceived")]
    public static partial void CommandReceived(ILogger logger, string command, string payload);

    [LoggerMessage(505, LogLevel.Information, "Going on for {Delay} before draining", EventName = "StopDelayed")]
    public static partial void StopDelayed(ILogger logger, TimeSpan delay);
}
