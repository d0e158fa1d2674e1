using Microsoft.Extensions.Logging;

namespace Hosted;

/// <summary>Logs calls: a singleton, which each service object is given.</summary>
internal sealed partial class CallLog(ILogger<CallLog> logger)
{
    public void Note(string method) => Called(logger, method);

    [LoggerMessage(1, LogLevel.Information, "{Method} is called", EventName = "Called")]
    private static partial void Called(ILogger logger, string method);
}
