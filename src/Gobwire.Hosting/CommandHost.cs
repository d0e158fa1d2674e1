using System.Net;
using Gobwire.Commands;
using Gobwire.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>An endpoint on the host. A keyed service by the endpoint's name; that of the name <c>main</c> is to be had without a key too.</summary>
public sealed class CommandHost : IHostedServer
{
    private readonly CommandHostOptions _options;
    private readonly CommandRegistration _registration;

    internal CommandHost(CommandRegistration registration, IServiceProvider services)
    {
        _registration = registration;
        _options = services.GetRequiredService<IOptionsMonitor<CommandHostOptions>>().Get(registration.Name);
        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger($"Gobwire.Commands.{Name}");
        CommandEndpointOptions options = _options.ToEndpointOptions(_options.Tls?.Load(time, logger), time);
        foreach (Func<CommandEndpointOptions, CommandEndpointOptions> change in registration.OptionChanges)
            options = change(options);
        Endpoint = new CommandEndpoint(options, logger);
        if (registration.HasScopes)
            Endpoint.AddFilter((context, next) => InScopeAsync(services, context, next));
        registration.Filters.ForEach(add => add(Endpoint));
        registration.Handlers.ForEach(map => map(Endpoint, services));
        Listeners = new HostedListeners(
            $"command endpoint {Name}", services.GetRequiredService<IHostApplicationLifetime>(), time, logger);
    }

    /// <summary>The endpoint's name.</summary>
    public string Name => _registration.Name;

    /// <summary>The endpoint itself.</summary>
    public CommandEndpoint Endpoint { get; }

    /// <summary>Where it listens, with the ports chosen where port 0 was asked for; empty before the host has started, and on Kestrel.</summary>
    public IReadOnlyList<EndPoint> EndPoints => Listeners.EndPoints;

    internal HostedListeners Listeners { get; }

    HostedListeners IHostedServer.Listeners => Listeners;

    string IHostedServer.ListenKey => $"{_registration.KeyPrefix}{nameof(CommandHostOptions.Listen)}";

    /// <summary>Says that another server brings connections: then the endpoint need not listen by itself.</summary>
    public void MarkServed() => Listeners.IsServedElsewhere = true;

    Task IHostedServer.StartAsync() => Listeners.StartAsync(
        _options.Listen.Select(address => new Func<RunningServer>(() => Endpoint.Start(ListenAddress.Parse(address)))), _options.StopDelay);

    private static async ValueTask InScopeAsync(IServiceProvider services, CommandContext context, CommandNext next)
    {
        AsyncServiceScope scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            context.Services = scope.ServiceProvider;
            await next(context).ConfigureAwait(false);
        }
    }
}
