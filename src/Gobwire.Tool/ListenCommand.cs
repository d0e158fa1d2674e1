using System.CommandLine;
using System.Net;
using Gobwire.Commands;
using Gobwire.Hosting;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NATS.Client.Core;

namespace Gobwire.Tool;

/// <summary>gobwire listen: the article's server.</summary>
internal sealed class ListenCommand
{
    private readonly ListenOptions _options = new();
    private readonly NatsOptions _nats = new();
    private readonly LogOptions _log = new();
    private readonly Terminal _terminal;

    private ListenCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Adds the options to the command, or to the program itself, which listens where no command is given.</summary>
    public static ListenCommand AddTo(Command command, Terminal terminal)
    {
        var listen = new ListenCommand(terminal);
        listen._options.AddTo(command);
        listen._nats.AddToEdge(command);
        listen._log.AddTo(command);
        return listen;
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command("listen", "Listens for the commands STRING and GOB, and logs what comes; or relays all commands over NATS. Ctrl-C or SIGTERM stops it.");
        ListenCommand listen = AddTo(command, terminal);
        command.SetAction(listen.RunAsync);
        return command;
    }

    public async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var stop = new StopSignals(cancellationToken);
        using ILoggerFactory loggers = _log.CreateLoggers(result);
        ILogger logger = loggers.CreateLogger("gobwire");
        try
        {
            await using NatsConnection? nats = await _nats.ConnectAsync(result, stop.Token);
            Action<CommandEndpoint> map = nats is null
                ? endpoint => ArticleCommands.MapTo(endpoint, logger)
                : endpoint => _nats.Relay(result, endpoint, nats, logger);
            IReadOnlyList<CommandHostOptions> endpoints = _options.Read(result);
            stop.StopTimeout = endpoints.Select(StopTimeoutOf).MaxBy(Longest);
            await ServeAsync(endpoints, map, logger, stop.Token);
            Log.Stopped(logger);
            return 0;
        }
        catch (Exception error) when (IsOfOptions(error))
        {
            IEnumerable<string> problems = error is OptionsValidationException wrong ? wrong.Failures : [error.Message];
            foreach (string problem in problems)
                await _terminal.Error.WriteLineAsync($"gobwire: {problem}");
            return 1;
        }
    }

    private static TimeSpan StopTimeoutOf(CommandHostOptions endpoint) =>
        endpoint.DrainTimeout == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : endpoint.StopDelay + endpoint.DrainTimeout;

    /// <summary>Orders timeouts by length: the infinite one is a negative time.</summary>
    private static TimeSpan Longest(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout;

    /// <summary>Serves all endpoints until the stop; none if one of them cannot listen.</summary>
    private static async Task ServeAsync(
        IReadOnlyList<CommandHostOptions> endpoints, Action<CommandEndpoint> map, ILogger logger, CancellationToken stop)
    {
        List<RunningServer> servers = [];
        List<DelayedStop> stops = [];
        try
        {
            foreach (CommandHostOptions options in endpoints)
            {
                CommandEndpoint endpoint = options.CreateEndpoint(logger);
                map(endpoint);
                var delayed = new DelayedStop(options.StopDelay, logger, stop);
                stops.Add(delayed);
                foreach (EndPoint endPoint in options.GetEndPoints())
                    servers.Add(endpoint.Start(endPoint, delayed.Token));
            }

            await Task.WhenAll(servers.Select(server => server.Completion));
        }
        finally
        {
            foreach (RunningServer server in servers)
                await server.DisposeAsync();
            foreach (DelayedStop delayed in stops)
                delayed.Dispose();
        }
    }

    /// <summary>Whether an error says that the server cannot be what its options ask for.</summary>
    private static bool IsOfOptions(Exception error) => error
        is IOException or InvalidDataException or InvalidOperationException or OptionsValidationException
        or NatsException or ArgumentException or UriFormatException;
}
