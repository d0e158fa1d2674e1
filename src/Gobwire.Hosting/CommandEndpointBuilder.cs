using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Threading.RateLimiting;
using Gobwire.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>Says where a hosted endpoint listens, what its limits are, and what handles its commands.</summary>
public sealed partial class CommandEndpointBuilder
{
    private readonly CommandRegistration _registration;
    private readonly OptionsBuilder<CommandHostOptions> _options;

    internal CommandEndpointBuilder(CommandRegistration registration, IServiceCollection services)
    {
        _registration = registration;
        Services = services;
        _options = services.AddOptions<CommandHostOptions>(registration.Name);
    }

    /// <summary>The endpoint's name.</summary>
    public string Name => _registration.Name;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Binds the options to a section of the configuration, such as <c>Gobwire:Endpoints:main</c>. A key that is no option fails the start.</summary>
    /// <param name="section">The section; without it, the defaults stay.</param>
    public CommandEndpointBuilder Configure(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        _registration.SectionPath = (section as IConfigurationSection)?.Path;
        _options.Configure(options => HostConfiguration.Bind(section, options));
        return this;
    }

    /// <summary>Sets options in code.</summary>
    /// <param name="configure">Sets them, after what was configured before.</param>
    public CommandEndpointBuilder Configure(Action<CommandHostOptions> configure)
    {
        _options.Configure(configure);
        return this;
    }

    /// <summary>Changes what the options come to, for what configuration cannot say, such as marshalers of gobs.</summary>
    /// <param name="change">Makes the endpoint's own options of those that were configured.</param>
    public CommandEndpointBuilder ConfigureEndpoint(Func<CommandEndpointOptions, CommandEndpointOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _registration.OptionChanges.Add(change);
        return this;
    }

    /// <summary>Listens on a port of all interfaces, over IPv4 and IPv6, besides what was said before.</summary>
    /// <param name="port">The port; 0 lets the system choose, and <see cref="CommandHost.EndPoints"/> tells which.</param>
    public CommandEndpointBuilder Listen(int port = CommandEndpointOptions.DefaultPort) => Listen(new IPEndPoint(IPAddress.IPv6Any, port));

    /// <summary>Listens on an end point, besides what was said before.</summary>
    /// <param name="endPoint">An address and port, or a Unix domain socket.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public CommandEndpointBuilder Listen(EndPoint endPoint) => Listen(ListenAddress.Format(endPoint));

    /// <summary>Listens on an address, besides what was said before.</summary>
    /// <param name="address">The address, as in <see cref="CommandHostOptions.Listen"/>.</param>
    public CommandEndpointBuilder Listen(string address) => Configure(options => options.Listen.Add(address));

    /// <summary>Puts a filter around all handlers, inside those added before.</summary>
    /// <param name="filter">The filter. <see cref="CommandContext.Services"/> is the command's scope.</param>
    public CommandEndpointBuilder AddFilter(CommandFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _registration.HasScopes = true;
        _registration.Filters.Add(endpoint => endpoint.AddFilter(filter));
        return this;
    }

    /// <summary>Puts a filter from the container around all handlers, inside those added before.</summary>
    /// <typeparam name="TFilter">The filter's class; registered with a scope's lifetime unless it is registered already.</typeparam>
    public CommandEndpointBuilder AddFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>()
        where TFilter : class, ICommandFilter
    {
        Services.TryAddScoped<TFilter>();
        return AddFilter((context, next) => context.Services!.GetRequiredService<TFilter>().InvokeAsync(context, next));
    }

    /// <summary>
    /// Limits how often handlers are called, inside the filters added before; a command beyond the limit is not handled, and its connection is closed.
    /// </summary>
    /// <param name="limiter">The limiter; not disposed here. See <see cref="CommandEndpoint.AddRateLimiter"/>.</param>
    public CommandEndpointBuilder AddRateLimiter(PartitionedRateLimiter<CommandContext> limiter)
    {
        ArgumentNullException.ThrowIfNull(limiter);
        _registration.Filters.Add(endpoint => endpoint.AddRateLimiter(limiter));
        return this;
    }

    /// <summary>Adds a check of the endpoint's health: healthy while it listens, unhealthy as soon as the host begins to stop, before the drain.</summary>
    /// <param name="name">The check's name; <c>commands:</c> and the endpoint's name if it is left off.</param>
    /// <param name="tags">The check's tags.</param>
    public CommandEndpointBuilder AddHealthCheck(string? name = null, params IEnumerable<string> tags)
    {
        string key = Name;
        Services.AddHealthChecks().Add(new HealthCheckRegistration(
            name ?? $"commands:{key}",
            services => new HostedHealthCheck(services.GetRequiredKeyedService<CommandHost>(key).Listeners),
            failureStatus: null,
            tags));
        return this;
    }
}
