using Gobwire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Gobwire.Nats;

/// <summary>Puts edges and workers on the generic host. The connection to NATS is the container's <see cref="INatsConnection"/>.</summary>
public static class CommandNatsHostingExtensions
{
    private const string Category = "Gobwire.Nats";

    /// <summary>
    /// Adds a worker: an endpoint that listens on no port, and whose handlers take commands at <c>prefix.NAME</c> from when the host starts.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="prefix">What the subjects begin with; it is the endpoint's name too.</param>
    /// <param name="configure">Registers handlers and filters, as for an endpoint.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The builder, to say more.</returns>
    public static CommandEndpointBuilder AddCommandWorker(
        this IServiceCollection services, string prefix, Action<CommandEndpointBuilder>? configure = null, CommandWorkerOptions? options = null)
    {
        CommandEndpointBuilder builder = services.AddCommandEndpoint(prefix, configure);
        return builder.ServeNats(prefix, options);
    }

    /// <summary>Serves an endpoint's handlers to commands over NATS, besides the connections it may have.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="prefix">What the subjects begin with.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The builder, to say more.</returns>
    public static CommandEndpointBuilder ServeNats(this CommandEndpointBuilder builder, string prefix, CommandWorkerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SubjectName.ThrowIfNoPrefix(prefix);
        string endpoint = builder.Name;
        builder.Services.AddSingleton<IHostedService>(services => new WorkerService(() =>
        {
            CommandHost host = services.GetRequiredKeyedService<CommandHost>(endpoint);
            host.MarkServed();
            return new CommandWorker(host.Endpoint, services.GetRequiredService<INatsConnection>(), prefix, options, LoggerOf(services));
        }));
        return builder;
    }

    /// <summary>Makes the endpoint an edge: see <see cref="CommandNatsExtensions.RelayToNats"/>.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="prefix">What the subjects begin with.</param>
    /// <param name="options">What is relayed, and how; null for everything, as gobs that are answered.</param>
    /// <returns>The builder, to say more.</returns>
    public static CommandEndpointBuilder RelayToNats(this CommandEndpointBuilder builder, string prefix, CommandRelayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SubjectName.ThrowIfNoPrefix(prefix);
        return builder.Map((endpoint, services) =>
            endpoint.RelayToNats(services.GetRequiredService<INatsConnection>(), prefix, options, LoggerOf(services)));
    }

    private static ILogger LoggerOf(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
}
