using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gobwire.Tool;

/// <summary>What gobwire logs, and in which form.</summary>
internal sealed class LogOptions
{
    /// <summary>How many entries may wait to be written: each may be as long as a gob's text.</summary>
    private const int MaxWaiting = 256;

    private readonly Option<string> _level = new("--log-level")
    {
        Description = "The least level that is logged.",
        DefaultValueFactory = _ => "info",
    };

    private readonly Option<string> _format = new("--log-format")
    {
        Description = "Lines of text, or a JSON object a line.",
        DefaultValueFactory = _ => "text",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _level.AcceptOnlyFromAmong("trace", "debug", "info", "warn", "error", "none");
        _format.AcceptOnlyFromAmong("text", "json");
        command.Options.Add(_level);
        command.Options.Add(_format);
    }

    public ILoggerFactory CreateLoggers(ParseResult result)
    {
        string formatter = result.GetValue(_format) == "json" ? JsonFormatter.FormatterName : LineFormatter.FormatterName;
        return LoggerFactory.Create(builder => builder
            .SetMinimumLevel(LevelOf(result.GetValue(_level)!))
            .AddConsole(options =>
            {
                options.FormatterName = formatter;
                options.MaxQueueLength = MaxWaiting;
            })
            .Services
            .AddSingleton<ConsoleFormatter, LineFormatter>()
            .AddSingleton<ConsoleFormatter, JsonFormatter>());
    }

    /// <summary>A level by its word.</summary>
    private static LogLevel LevelOf(string word) => word switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "info" => LogLevel.Information,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.None,
    };
}
