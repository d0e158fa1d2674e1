using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Gobwire.Commands;
using Gobwire.Hosting;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gobwire.Tool;

/// <summary>gobwire listen: the article's server.</summary>
internal sealed class ListenCommand
{
    private readonly ListenOptions _options = new();
    private readonly LogOptions _log = new();
    private readonly Terminal _terminal;

    private ListenCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Adds the options to the command, or to the program itself, which listens where no command is given.</summary>
    public static ListenCommand AddTo(Command command, Terminal terminal)
    {
        var listen = new ListenCommand(terminal);
        listen._options.AddTo(command);
        listen._log.AddTo(command);
        return listen;
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command("listen", "Listens for the commands STRING and GOB, and logs what comes. Ctrl-C or SIGTERM stops it.");
        ListenCommand listen = AddTo(command, terminal);
        command.SetAction(listen.RunAsync);
        return command;
    }

    public async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using ILoggerFactory loggers = _log.CreateLoggers(result);
        ILogger logger = loggers.CreateLogger("gobwire");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, stop);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, stop);
        try
        {
            await ServeAsync(_options.Read(result), logger, stop.Token);
            Log.Stopped(logger);
            return 0;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or InvalidOperationException or OptionsValidationException)
        {
            IEnumerable<string> problems = error is OptionsValidationException wrong ? wrong.Failures : [error.Message];
            foreach (string problem in problems)
                await _terminal.Error.WriteLineAsync($"gobwire: {problem}");
            return 1;
        }
    }

    /// <summary>Serves all endpoints until the stop; none if one of them cannot listen.</summary>
    private static async Task ServeAsync(IReadOnlyList<CommandHostOptions> endpoints, ILogger logger, CancellationToken stop)
    {
        List<RunningServer> servers = [];
        try
        {
            foreach (CommandHostOptions options in endpoints)
            {
                CommandEndpoint endpoint = options.CreateEndpoint(logger);
                ArticleCommands.MapTo(endpoint, logger);
                foreach (EndPoint endPoint in options.GetEndPoints())
                    servers.Add(endpoint.Start(endPoint, stop));
            }

            await Task.WhenAll(servers.Select(server => server.Completion));
        }
        finally
        {
            foreach (RunningServer server in servers)
                await server.DisposeAsync();
        }
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            // The second signal ends the program at once.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        });
}
