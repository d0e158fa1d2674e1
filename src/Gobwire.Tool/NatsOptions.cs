using System.CommandLine;
using Gobwire.Commands;
using Gobwire.Nats;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Gobwire.Tool;

/// <summary>Where NATS is, and under which subjects commands travel.</summary>
internal sealed class NatsOptions
{
    private readonly Option<string> _url = new("--nats")
    {
        Description = "The NATS server, such as nats://localhost:4222.",
        HelpName = "URL",
    };

    private readonly Option<string> _prefix = new("--prefix")
    {
        Description = "What the subjects begin with: commands travel at PREFIX.NAME.",
        DefaultValueFactory = _ => "gobwire",
        HelpName = "PREFIX",
    };

    private readonly Option<string[]> _durable = new("--durable")
    {
        Description = "A command that JetStream keeps until it is handled; may be given several times.",
        DefaultValueFactory = _ => [],
        HelpName = "NAME",
    };

    private readonly Option<string[]> _lines = new("--line")
    {
        Description = "A command that takes a line, as STRING does; others take a gob. May be given several times.",
        DefaultValueFactory = _ => [],
        HelpName = "NAME",
    };

    /// <summary>Adds the options to a command that relays.</summary>
    public void AddToEdge(Command command)
    {
        AddTo(command);
        command.Options.Add(_lines);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_url) is null && new Option[] { _prefix, _durable, _lines }.Any(option => result.GetResult(option) is { Implicit: false }))
                result.AddError("--prefix, --durable and --line need --nats.");
        });
    }

    /// <summary>Adds the options to a command that works for others.</summary>
    public void AddToWorker(Command command)
    {
        _url.Required = true;
        AddTo(command);
    }

    /// <summary>Connects, if that is asked for.</summary>
    /// <exception cref="NatsException">The server cannot be reached.</exception>
    /// <exception cref="UriFormatException">The URL is none.</exception>
    public async Task<NatsConnection?> ConnectAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_url) is not { } url)
            return null;
        var connection = new NatsConnection(new NatsOpts { Url = url, Name = "gobwire", MaxReconnectRetry = -1 });
        try
        {
            await connection.ConnectAsync().AsTask().WaitAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an endpoint relay its commands.</summary>
    /// <exception cref="ArgumentException">The prefix is none.</exception>
    public void Relay(ParseResult result, CommandEndpoint endpoint, NatsConnection connection, ILogger logger)
    {
        var routes = new Dictionary<string, CommandRelayRoute>();
        foreach (string name in (string[])[ArticleCommands.String, .. result.GetValue(_lines)!])
            routes[name] = new CommandRelayRoute { Payload = CommandPayload.Line };
        foreach (string name in result.GetValue(_durable)!)
            routes[name] = routes.GetValueOrDefault(name, new CommandRelayRoute()) with { Mode = CommandRelayMode.Durable };
        endpoint.RelayToNats(connection, result.GetValue(_prefix)!, new CommandRelayOptions { Routes = routes }, logger);
    }

    /// <summary>Makes a worker of an endpoint.</summary>
    /// <exception cref="ArgumentException">The prefix is none.</exception>
    public CommandWorker CreateWorker(ParseResult result, CommandEndpoint endpoint, NatsConnection connection, ILogger logger) =>
        new(endpoint, connection, result.GetValue(_prefix)!, new CommandWorkerOptions { DurableCommands = result.GetValue(_durable)! }, logger);

    private void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _url, _prefix, _durable })
            command.Options.Add(option);
    }
}
