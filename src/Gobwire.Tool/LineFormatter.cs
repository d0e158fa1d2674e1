using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Gobwire.Tool;

/// <summary>Formats log entries a line each: time in UTC, level, message. An exception follows in lines of its own.</summary>
internal sealed class LineFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        string message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write($"{time} {Word(logEntry.LogLevel),-5} {message}\n");
        if (logEntry.Exception is not null)
            textWriter.Write($"{logEntry.Exception}\n");
    }

    internal static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
