using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Gobwire.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gobwire.Tool;

/// <summary>gobwire listen: the article's server.</summary>
internal sealed class ListenCommand
{
    private readonly Option<int> _port = new("--port")
    {
        Description = "The TCP port; 0 lets the system choose, and the log tells which.",
        DefaultValueFactory = _ => CommandEndpointOptions.DefaultPort,
        HelpName = "N",
    };

    private readonly Option<IPAddress> _bind = new("--bind")
    {
        Description = "The address of the interface; all interfaces, of IPv4 and IPv6, if it is left off.",
        DefaultValueFactory = _ => IPAddress.IPv6Any,
        CustomParser = argument =>
        {
            if (IPAddress.TryParse(argument.Tokens[0].Value, out IPAddress? address))
                return address;
            argument.AddError($"'{argument.Tokens[0].Value}' is no IP address.");
            return null;
        },
        HelpName = "ADDR",
    };

    private readonly Option<string> _logLevel = new("--log-level")
    {
        Description = "The least level that is logged.",
        DefaultValueFactory = _ => "info",
    };

    private ListenCommand()
    {
        _logLevel.AcceptOnlyFromAmong("trace", "debug", "info", "warn", "error", "none");
        _port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(ushort.TryParse(text, out _)))
                result.AddError($"'{text}' is no port: it is a number from 0 to 65535.");
        });
    }

    /// <summary>Adds the options to the command, or to the program itself, which listens where no command is given.</summary>
    public static ListenCommand AddTo(Command command)
    {
        var listen = new ListenCommand();
        command.Options.Add(listen._port);
        command.Options.Add(listen._bind);
        command.Options.Add(listen._logLevel);
        return listen;
    }

    public static Command Create()
    {
        var command = new Command("listen", "Listens for the commands STRING and GOB, and logs what comes. Ctrl-C or SIGTERM stops it.");
        ListenCommand listen = AddTo(command);
        command.SetAction((result, _) => listen.RunAsync(result));
        return command;
    }

    public async Task<int> RunAsync(ParseResult result)
    {
        var endPoint = new IPEndPoint(result.GetValue(_bind)!, result.GetValue(_port));
        using ILoggerFactory loggers = CreateLoggers(LevelOf(result.GetValue(_logLevel)!));
        ILogger logger = loggers.CreateLogger("gobwire");
        var endpoint = new CommandEndpoint(logger: logger);
        ArticleCommands.MapTo(endpoint, logger);
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, stop);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, stop);
        try
        {
            await endpoint.ListenAsync(endPoint, stop.Token);
            Log.Stopped(logger);
            return 0;
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"gobwire: {error.Message}");
            return 1;
        }
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            // The second signal ends the program at once.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        });

    private static ILoggerFactory CreateLoggers(LogLevel level) => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(level)
        .AddConsole(options => options.FormatterName = LineFormatter.FormatterName)
        .Services.AddSingleton<ConsoleFormatter, LineFormatter>());

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
