using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;

namespace Gobwire.Nats;

/// <summary>Makes an endpoint the edge of a system whose workers are reached over NATS.</summary>
public static class CommandNatsExtensions
{
    /// <summary>
    /// Passes commands that have no handler here on to <c>prefix.NAME</c>, and the answers back. A command that nobody handles ends its
    /// connection, with its reason in the log, as an unknown command does.
    /// </summary>
    /// <param name="endpoint">The endpoint: its handlers come first, its filters run around what is relayed too.</param>
    /// <param name="connection">The connection to NATS; not disposed here.</param>
    /// <param name="prefix">What the subjects begin with, such as <c>shop</c> or <c>shop.orders</c>.</param>
    /// <param name="options">What is relayed, and how; null for everything, as gobs that are answered.</param>
    /// <param name="logger">Where failures are logged; null for nowhere.</param>
    /// <exception cref="ArgumentException">The prefix is none.</exception>
    public static void RelayToNats(
        this CommandEndpoint endpoint, INatsConnection connection, string prefix, CommandRelayOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(connection);
        options ??= new CommandRelayOptions();
        var relay = new CommandRelay(connection, new Subjects(prefix), options, logger ?? NullLogger.Instance);
        if (options.Default is not null)
            endpoint.MapFallback(relay.RelayAsync);
        foreach (string name in options.Routes.Keys)
            endpoint.Map(name, relay.RelayAsync);
    }
}
