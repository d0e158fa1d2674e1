using System.Diagnostics.CodeAnalysis;
using System.Net;
using Gobwire.Rpc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>Says where a hosted server of net/rpc listens, what its limits are, and which services it has.</summary>
public sealed class RpcServerBuilder
{
    private readonly RpcRegistration _registration;
    private readonly OptionsBuilder<RpcHostOptions> _options;

    internal RpcServerBuilder(RpcRegistration registration, IServiceCollection services)
    {
        _registration = registration;
        Services = services;
        _options = services.AddOptions<RpcHostOptions>(registration.Name);
    }

    /// <summary>The server's name.</summary>
    public string Name => _registration.Name;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Binds the options to a section of the configuration, such as <c>Gobwire:Rpc:main</c>. A key that is no option fails the start.</summary>
    /// <param name="section">The section; without it, the defaults stay.</param>
    public RpcServerBuilder Configure(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        _registration.SectionPath = (section as IConfigurationSection)?.Path;
        _options.Configure(options => HostConfiguration.Bind(section, options));
        return this;
    }

    /// <summary>Sets options in code.</summary>
    /// <param name="configure">Sets them, after what was configured before.</param>
    public RpcServerBuilder Configure(Action<RpcHostOptions> configure)
    {
        _options.Configure(configure);
        return this;
    }

    /// <summary>Changes what the options come to, for what configuration cannot say, such as the types of JSON-RPC.</summary>
    /// <param name="change">Makes the server's own options of those that were configured.</param>
    public RpcServerBuilder ConfigureServer(Func<RpcServerOptions, RpcServerOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _registration.OptionChanges.Add(change);
        return this;
    }

    /// <summary>Listens on a port of all interfaces, over IPv4 and IPv6, besides what was said before.</summary>
    /// <param name="port">The port; 0 lets the system choose, and <see cref="RpcHost.EndPoints"/> tells which.</param>
    public RpcServerBuilder Listen(int port) => Listen(new IPEndPoint(IPAddress.IPv6Any, port));

    /// <summary>Listens on an end point, besides what was said before.</summary>
    /// <param name="endPoint">An address and port, or a Unix domain socket.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public RpcServerBuilder Listen(EndPoint endPoint) => Listen(ListenAddress.Format(endPoint));

    /// <summary>Listens on an address, besides what was said before.</summary>
    /// <param name="address">The address, as in <see cref="RpcHostOptions.Listen"/>.</param>
    public RpcServerBuilder Listen(string address) => Configure(options => options.Listen.Add(address));

    /// <summary>Listens on an address for net/rpc inside HTTP, besides what was said before.</summary>
    /// <param name="address">The address, as in <see cref="RpcHostOptions.ListenHttp"/>.</param>
    public RpcServerBuilder ListenHttp(string address) => Configure(options => options.ListenHttp.Add(address));

    /// <summary>Puts a filter around all methods, inside those added before.</summary>
    /// <param name="filter">The filter. <see cref="RpcCallContext.Services"/> is the call's scope, from which its service comes too.</param>
    public RpcServerBuilder AddFilter(RpcFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _registration.Filters.Add(filter);
        return this;
    }

    /// <summary>Puts a filter from the container around all methods, inside those added before.</summary>
    /// <typeparam name="TFilter">The filter's class; registered with a scope's lifetime unless it is registered already.</typeparam>
    public RpcServerBuilder AddFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>()
        where TFilter : class, IRpcFilter
    {
        Services.TryAddScoped<TFilter>();
        return AddFilter((context, next) => context.Services!.GetRequiredService<TFilter>().InvokeAsync(context, next));
    }

    /// <summary>Adds a service from the container: each call has its own object, from a scope that ends with the call.</summary>
    /// <typeparam name="T">The service's class or interface; a class is registered with a scope's lifetime unless it is registered already.</typeparam>
    /// <param name="service">The service's name on the wire; the type's if it is left off.</param>
    public RpcServerBuilder AddService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string? service = null)
        where T : class
    {
        if (!typeof(T).IsAbstract)
            Services.TryAddScoped<T>();
        return Map((server, services) =>
        {
            if (_registration.HasScopes)
                server.RegisterPerCall(service ?? typeof(T).Name, static context => new RpcCallScope<T>(context.Services!.GetRequiredService<T>(), null));
            else
                server.RegisterPerCall(service ?? typeof(T).Name, () => BeginCall<T>(services));
        });
    }

    /// <summary>Adds a service that one object serves.</summary>
    /// <typeparam name="T">The service's class or interface.</typeparam>
    /// <param name="service">The service's name on the wire.</param>
    /// <param name="instance">The object. Its methods are called from several threads at a time.</param>
    public RpcServerBuilder AddService<T>(string service, T instance)
        where T : class => Map((server, _) => server.Register(service, instance));

    /// <inheritdoc cref="RpcServer.Map{TArgs, TReply}(string, Func{TArgs, TReply})"/>
    public RpcServerBuilder Map<TArgs, TReply>(string serviceMethod, Func<TArgs, TReply> handler) =>
        Map((server, _) => server.Map(serviceMethod, handler));

    /// <inheritdoc cref="RpcServer.Map{TArgs, TReply}(string, Func{TArgs, CancellationToken, ValueTask{TReply}})"/>
    public RpcServerBuilder Map<TArgs, TReply>(string serviceMethod, Func<TArgs, CancellationToken, ValueTask<TReply>> handler) =>
        Map((server, _) => server.Map(serviceMethod, handler));

    /// <inheritdoc cref="RpcServer.Map{TArgs, TReply}(string, Func{TArgs, RpcCallContext, CancellationToken, ValueTask{TReply}})"/>
    public RpcServerBuilder Map<TArgs, TReply>(string serviceMethod, Func<TArgs, RpcCallContext, CancellationToken, ValueTask<TReply>> handler) =>
        Map((server, _) => server.Map(serviceMethod, handler));

    /// <summary>Registers services, or whatever else, with the server itself when the host starts.</summary>
    /// <param name="map">Gets the server and the host's services.</param>
    public RpcServerBuilder Map(Action<RpcServer, IServiceProvider> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _registration.Services.Add(map);
        return this;
    }

    /// <summary>Adds a check of the server's health: healthy while it listens, unhealthy as soon as the host begins to stop, before the drain.</summary>
    /// <param name="name">The check's name; <c>rpc:</c> and the server's name if it is left off.</param>
    /// <param name="tags">The check's tags.</param>
    public RpcServerBuilder AddHealthCheck(string? name = null, params IEnumerable<string> tags)
    {
        string key = Name;
        Services.AddHealthChecks().Add(new HealthCheckRegistration(
            name ?? $"rpc:{key}",
            services => new HostedHealthCheck(services.GetRequiredKeyedService<RpcHost>(key).Listeners),
            failureStatus: null,
            tags));
        return this;
    }

    private static RpcCallScope<T> BeginCall<T>(IServiceProvider services)
        where T : class
    {
        AsyncServiceScope scope = services.CreateAsyncScope();
        try
        {
            return new RpcCallScope<T>(scope.ServiceProvider.GetRequiredService<T>(), scope);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }
}
