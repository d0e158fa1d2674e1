using System.Net;
using Gobwire.Rpc;
using Gobwire.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>A server of net/rpc on the host. A keyed service by the server's name; that of the name <c>main</c> is to be had without a key too.</summary>
public sealed class RpcHost : IHostedServer
{
    private readonly RpcHostOptions _options;
    private readonly RpcRegistration _registration;

    internal RpcHost(RpcRegistration registration, IServiceProvider services)
    {
        _registration = registration;
        _options = services.GetRequiredService<IOptionsMonitor<RpcHostOptions>>().Get(registration.Name);
        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger($"Gobwire.Rpc.{Name}");
        RpcServerOptions options = _options.ToServerOptions(_options.Tls?.Load(time, logger), time);
        foreach (Func<RpcServerOptions, RpcServerOptions> change in registration.OptionChanges)
            options = change(options);
        Server = new RpcServer(options, logger);
        if (registration.HasScopes)
            Server.AddFilter((context, next) => InScopeAsync(services, context, next));
        registration.Filters.ForEach(Server.AddFilter);
        registration.Services.ForEach(register => register(Server, services));
        Listeners = new HostedListeners($"rpc server {Name}", services.GetRequiredService<IHostApplicationLifetime>(), time, logger);
    }

    /// <summary>The server's name.</summary>
    public string Name => _registration.Name;

    /// <summary>The server itself.</summary>
    public RpcServer Server { get; }

    /// <summary>
    /// Where it listens, those inside HTTP last, with the ports chosen where port 0 was asked for; empty before the host has started, and on Kestrel.
    /// </summary>
    public IReadOnlyList<EndPoint> EndPoints => Listeners.EndPoints;

    internal HostedListeners Listeners { get; }

    HostedListeners IHostedServer.Listeners => Listeners;

    string IHostedServer.ListenKey => $"{_registration.KeyPrefix}{nameof(RpcHostOptions.Listen)}";

    /// <summary>Says that another server brings connections: then this one need not listen by itself.</summary>
    public void MarkServed() => Listeners.IsServedElsewhere = true;

    Task IHostedServer.StartAsync()
    {
        IEnumerable<Func<RunningServer>> plain =
            _options.Listen.Select(address => new Func<RunningServer>(() => Server.Start(ListenAddress.Parse(address))));
        IEnumerable<Func<RunningServer>> http = _options.ListenHttp.Select(
            address => new Func<RunningServer>(() => Server.StartHttp(ListenAddress.Parse(address), _options.HttpPath, _options.DebugPath)));
        return Listeners.StartAsync(plain.Concat(http), _options.StopDelay);
    }

    private static async ValueTask InScopeAsync(IServiceProvider services, RpcCallContext context, RpcNext next)
    {
        AsyncServiceScope scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            context.Services = scope.ServiceProvider;
            await next(context).ConfigureAwait(false);
        }
    }
}
