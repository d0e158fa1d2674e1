using Microsoft.Extensions.Logging;

namespace Gobwire.Hosting;

/// <summary>All that this assembly logs.</summary>
internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Warning, "{What}: the host no longer waits for the drain: connections still open end with the process", EventName = "DrainCutShort")]
    public static partial void DrainCutShort(ILogger logger, string what);

    [LoggerMessage(302, LogLevel.Information, "{What}: going on for {Delay} before draining", EventName = "StopDelayed")]
    public static partial void StopDelayed(ILogger logger, string what, TimeSpan delay);
}
