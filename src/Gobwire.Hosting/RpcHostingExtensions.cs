using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>Puts servers of net/rpc on the generic host.</summary>
public static class RpcHostingExtensions
{
    /// <summary>Adds the server of the name <c>main</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where it listens and what it serves.</param>
    /// <returns>The builder, to say more.</returns>
    public static RpcServerBuilder AddRpcServer(this IServiceCollection services, Action<RpcServerBuilder>? configure = null) =>
        services.AddRpcServer(RpcRegistration.DefaultName, configure);

    /// <summary>Adds a server, or says more of one that was added under the same name.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The server's name: in logs, in health checks, and as the key of its <see cref="RpcHost"/>.</param>
    /// <param name="configure">Says where it listens and what it serves.</param>
    /// <returns>The builder, to say more.</returns>
    public static RpcServerBuilder AddRpcServer(
        this IServiceCollection services, string name, Action<RpcServerBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var builder = new RpcServerBuilder(FindOrAdd(services, name), services);
        configure?.Invoke(builder);
        return builder;
    }

    private static RpcRegistration FindOrAdd(IServiceCollection services, string name)
    {
        foreach (ServiceDescriptor service in services)
        {
            if (service.IsKeyedService && service.KeyedImplementationInstance is RpcRegistration known && known.Name == name)
                return known;
        }

        var registration = new RpcRegistration(name);
        services.AddKeyedSingleton(name, registration);
        services.AddOptions<RpcHostOptions>(name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RpcHostOptions>>(new RpcHostOptionsValidator(registration));
        services.AddKeyedSingleton(name, (provider, _) => new RpcHost(registration, provider));
        if (name == RpcRegistration.DefaultName)
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<RpcHost>(name));
        services.AddSingleton<IHostedService>(provider => new ListeningService(() => provider.GetRequiredKeyedService<RpcHost>(name)));
        return registration;
    }
}
